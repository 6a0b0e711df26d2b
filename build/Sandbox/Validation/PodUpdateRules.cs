using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>The few fields of a pod's spec that may change, and how; all else is refused with the lines that differ.</summary>
internal static class PodUpdateRules
{
    private const string Free = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    public static void Check(JsonObject obj, JsonObject old, List<Cause> causes)
    {
        var (now, before) = (obj.Object("spec")!.Clone(), old.Object("spec")!);
        if (!KeepImages(now, before, "containers", causes) || !KeepImages(now, before, "initContainers", causes) || !Deadline(now, before, causes)) return;
        Tolerations(now, before, causes);
        Gates(now, before, causes);
        foreach (var field in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations", "schedulingGates"]) Take(now, before, field);
        if (before.Number("terminationGracePeriodSeconds") is < 0 && now.Number("terminationGracePeriodSeconds") == 1) Take(now, before, "terminationGracePeriodSeconds");
        // a pod is bound to its node by the scheduler, once
        if (before.Text("nodeName") is null or "") Take(now, before, "nodeName");
        if (!JsonAccess.Same(now, before))
        {
            causes.Add(Cause.Forbidden("spec", $"{Free}\n{LineDifference.Of(InternalTypes.Of("PodSpec", before), InternalTypes.Of("PodSpec", now))}"));
        }
    }

    // false where nothing more can be compared
    private static bool KeepImages(JsonObject now, JsonObject before, string field, List<Cause> causes)
    {
        var (containers, were) = (now.Objects(field).ToList(), before.Objects(field).ToList());
        if (containers.Count != were.Count)
        {
            causes.Add(Cause.Forbidden($"spec.{field}", "pod updates may not add or remove containers"));
            return false;
        }
        for (var i = 0; i < containers.Count; i++)
        {
            var image = containers[i].Text("image") ?? "";
            if (image.Length == 0) causes.Add(Cause.Required($"spec.{field}[{i}].image"));
            else if (image.Trim() != image) causes.Add(Cause.Invalid($"spec.{field}[{i}].image", image, "must not have leading or trailing whitespace"));
            Take(containers[i], were[i], "image");
        }
        return true;
    }

    private static bool Deadline(JsonObject now, JsonObject before, List<Cause> causes)
    {
        const string Field = "spec.activeDeadlineSeconds";
        var (seconds, were) = (now.Number("activeDeadlineSeconds"), before.Number("activeDeadlineSeconds"));
        if (seconds is < 0 or > int.MaxValue)
        {
            causes.Add(Cause.Invalid(Field, seconds, $"must be between 0 and {int.MaxValue}, inclusive"));
            return false;
        }
        if (seconds > were)
        {
            causes.Add(Cause.Invalid(Field, seconds, "must be less than or equal to previous value"));
            return false;
        }
        if (seconds is null && were is not null) causes.Add(Cause.Invalid(Field, null, "must not update from a positive integer to nil value"));
        return true;
    }

    private static void Tolerations(JsonObject now, JsonObject before, List<Cause> causes)
    {
        static JsonObject Lasting(JsonObject toleration)
        {
            var lasting = toleration.Clone();
            lasting.Remove("tolerationSeconds");
            return lasting;
        }
        var are = now.Objects("tolerations").Select(Lasting).ToList();
        if (before.Objects("tolerations").Select(Lasting).All(was => are.Any(one => JsonAccess.Same(one, was)))) return;
        causes.Add(Cause.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds"));
    }

    private static void Gates(JsonObject now, JsonObject before, List<Cause> causes)
    {
        var were = before.Objects("schedulingGates").Select(g => g.Text("name")).ToHashSet();
        var at = 0;
        foreach (var gate in now.Objects("schedulingGates").Select(g => g.Text("name")))
        {
            if (!were.Contains(gate)) causes.Add(Cause.Forbidden($"spec.schedulingGates[{at}].name", $"only deletion is allowed, but found new scheduling gate '{gate}'"));
            at++;
        }
    }

    private static void Take(JsonObject now, JsonObject before, string field)
    {
        if (before[field] is { } value) now[field] = value.DeepClone();
        else now.Remove(field);
    }
}
