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
        if (spec.Text("strategy") is { } strategy)
        {
            if (strategy.Contains('/', StringComparison.Ordinal)) causes.AddInvalid("spec.strategy.strategy", strategy, Names.Qualified(strategy));
            else causes.AddUnlessOneOf("spec.strategy.strategy", strategy, "OldestEmulationVersion");
        }
        if (spec.Text("preferredHolder") is { Length: > 0 } && spec.Text("strategy") is null or "") causes.Add(Cause.Forbidden("spec.preferredHolder", "may only be specified if `strategy` is defined"));
    }

    /// <summary>An event of the core group.</summary>
    public static void CoreEvent(JsonObject obj, JsonObject? old, List<Cause> causes) => Event(obj, "involvedObject", "reportingComponent", "message", causes);

    /// <summary>An event of its own group, which is checked for more.</summary>
    public static void Event(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        Event(obj, "regarding", "reportingController", "note", causes);
        if (old is not null)
        {
            foreach (var (field, name) in ((string, string)[])
            [
                ("regarding", "involvedObject"), ("reason", "reason"), ("note", "message"), ("deprecatedSource", "source"), ("deprecatedFirstTimestamp", "firstTimestamp"),
                ("deprecatedLastTimestamp", "lastTimestamp"), ("deprecatedCount", "count"), ("reason", "reason"), ("type", "type"), ("eventTime", "eventTime"), ("action", "action"),
                ("related", "related"), ("reportingController", "reportingController"), ("reportingInstance", "reportingInstance"),
            ])
            {
                causes.AddChanged(name, obj[field], old[field]);
            }
            return;
        }
        if (obj.Object("series") is { } series)
        {
            if ((series.Number("count") ?? 0) < 2) causes.Add(Cause.Invalid("series.count", "", "should be at least 2"));
            if (series["lastObservedTime"] is null) causes.Add(Cause.Required("series.lastObservedTime"));
        }
        if (obj["eventTime"] is null) causes.Add(Cause.Required("eventTime"));
        if (obj.Text("type") is not ("Normal" or "Warning")) causes.Add(Cause.Invalid("type", "", $"has invalid value: {obj.Text("type")}"));
        foreach (var (field, name) in ((string, string)[])[("deprecatedFirstTimestamp", "firstTimestamp"), ("deprecatedLastTimestamp", "lastTimestamp")])
        {
            if (obj[field] is not null) causes.Add(Cause.Invalid(name, "", "needs to be unset"));
        }
        if (obj.Number("deprecatedCount") is not (null or 0)) causes.Add(Cause.Invalid("count", "", "needs to be unset"));
        if (obj.Object("deprecatedSource") is { Count: > 0 }) causes.Add(Cause.Invalid("source", "", "needs to be unset"));
    }

    private static void Event(JsonObject obj, string about, string controller, string note, List<Cause> causes)
    {
        var (ns, place) = (obj.Text(about, "namespace") ?? "", obj.Text("metadata", "namespace") ?? "");
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
        if (obj.Text(note) is { Length: > LongestNote }) causes.Add(Cause.Invalid("message", "", $"can have at most {LongestNote} characters"));
    }
}
