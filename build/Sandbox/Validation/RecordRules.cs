using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>What programs write down for each other: Leases and Events.</summary>
internal static class RecordRules
{
    private const int LongestName = 128;
    private const int LongestNote = 1024;

    public static void Lease(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj["spec"];
        if (spec.Number("leaseDurationSeconds") is <= 0) causes.Add(Cause.Invalid("spec.leaseDurationSeconds", spec.At("leaseDurationSeconds"), "must be greater than 0"));
        causes.AddNegative("spec.leaseTransitions", spec.Number("leaseTransitions"));
    }

    public static void Event(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        const string controller = "reportingComponent";
        var (ns, place) = (obj.Text("involvedObject", "namespace") ?? "", obj.Text("metadata", "namespace") ?? "");
        var isNew = obj["eventTime"] is not null;
        if (ns.Length == 0 ? place != "default" && !(isNew && place == "kube-system") : !isNew && ns != place) causes.Add(Cause.Invalid("involvedObject.namespace", ns, "does not match event.namespace"));
        if (!isNew) return;
        var name = obj.Text(controller) ?? "";
        if (name.Length == 0) causes.Add(Cause.Required(controller));
        causes.AddInvalid(controller, name, Names.Qualified(name));
        foreach (var field in (ReadOnlySpan<string>)["reportingInstance", "action", "reason"])
        {
            var value = obj.Text(field) ?? "";
            if (value.Length == 0) causes.Add(Cause.Required(field));
            if (value.Length > LongestName) causes.Add(Cause.Invalid(field, "", $"can have at most {LongestName} characters"));
        }
        if (obj.Text("message") is { Length: > LongestNote }) causes.Add(Cause.Invalid("message", "", $"can have at most {LongestNote} characters"));
    }
}
