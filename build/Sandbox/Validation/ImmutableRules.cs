using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>What may not change once an object is made.</summary>
internal static class ImmutableRules
{
    private const string StatefulSetFields = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    public static void Check(string kind, JsonObject obj, JsonObject old, List<Cause> causes)
    {
        switch (kind)
        {
            case "Deployment" or "DaemonSet" or "ReplicaSet":
                Same(obj, old, causes, "spec", "selector");
                break;
            case "StatefulSet":
                if (Differs(obj, old, "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"))
                {
                    causes.Add(Cause.Forbidden("spec", StatefulSetFields));
                }
                break;
            case "Job":
                Job(obj, old, causes);
                break;
            case "Secret":
                if (!JsonAccess.Same(obj["type"], old["type"])) causes.Add(Cause.Invalid("type", obj["type"], "field is immutable"));
                Frozen(obj, old, causes, "data");
                break;
            case "ConfigMap":
                Frozen(obj, old, causes, "data", "binaryData");
                break;
        }
    }

    private static void Job(JsonObject obj, JsonObject old, List<Cause> causes)
    {
        if (old.Text("spec", "completionMode") != "Indexed") Same(obj, old, causes, "spec", "completions");
        if (!JsonAccess.Same(obj.At("spec", "selector"), old.At("spec", "selector")))
        {
            causes.Add(Cause.Invalid("spec.selector", SelectorRules.Shown(obj.Object("spec", "selector")), "field is immutable"));
        }
        Same(obj, old, causes, "spec", "completionMode");
        if (!JsonAccess.Same(obj.At("spec", "template", "metadata", "labels"), old.At("spec", "template", "metadata", "labels"))
            || !JsonAccess.Same(obj.At("spec", "template", "metadata", "annotations"), old.At("spec", "template", "metadata", "annotations")))
        {
            causes.Add(Cause.Invalid("spec.template", Shown(obj.Object("spec", "template") ?? []), "field is immutable"));
        }
        else if (!JsonAccess.Same(obj.At("spec", "template", "spec"), old.At("spec", "template", "spec")))
        {
            causes.Add(Cause.Invalid("spec.template.spec", InternalTypes.Of("PodSpec", obj.Object("spec", "template", "spec") ?? []), "field is immutable"));
        }
    }

    /// <summary>A template as a real server holds it: its metadata has no name of its own there.</summary>
    private static JsonObject Shown(JsonObject template)
    {
        JsonObject shown = [];
        foreach (var field in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            if (template.At("metadata", field) is { } value) shown[field] = value.DeepClone();
        }
        shown["Spec"] = InternalTypes.Of("PodSpec", template.Object("spec") ?? []);
        return shown;
    }

    private static void Same(JsonObject obj, JsonObject old, List<Cause> causes, params ReadOnlySpan<string> path)
    {
        if (!JsonAccess.Same(obj.At(path), old.At(path))) causes.Add(Cause.Invalid(string.Join('.', path.ToArray()), obj.At(path), "field is immutable"));
    }

    private static void Frozen(JsonObject obj, JsonObject old, List<Cause> causes, params ReadOnlySpan<string> fields)
    {
        if (!old.Flag("immutable")) return;
        if (!obj.Flag("immutable")) causes.Add(Cause.Forbidden("immutable", "field is immutable when `immutable` is set"));
        foreach (var field in fields)
        {
            if (!JsonAccess.Same(obj[field], old[field])) causes.Add(Cause.Forbidden(field, "field is immutable when `immutable` is set"));
        }
    }

    /// <summary>Whether the specs differ in anything but the named fields.</summary>
    private static bool Differs(JsonObject obj, JsonObject old, params string[] free)
    {
        var (now, before) = (obj.Object("spec") ?? [], old.Object("spec") ?? []);
        return now.Concat(before).Select(p => p.Key).Distinct().Any(n => !free.Contains(n) && !JsonAccess.Same(now[n], before[n]));
    }
}
