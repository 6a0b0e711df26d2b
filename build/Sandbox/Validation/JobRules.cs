using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using CronSchedule = SiteBuilder.Sandbox.Controllers.CronSchedule;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Jobs, and the jobs of CronJobs.</summary>
internal static class JobRules
{
    public static void Check(string kind, JsonObject obj, JsonObject spec, string path, List<Cause> causes)
    {
        foreach (var field in (ReadOnlySpan<string>)["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes"])
        {
            causes.AddNegative($"{path}.{field}", spec.Number(field));
        }
        causes.AddUnlessOneOf($"{path}.completionMode", spec.Text("completionMode"), "NonIndexed", "Indexed");
        if (spec.Text("completionMode") == "Indexed" && spec.Number("completions") is null) causes.Add(Cause.Required($"{path}.completions", "when completion mode is Indexed"));
        var at = 0;
        foreach (var rule in spec.Objects("podFailurePolicy", "rules"))
        {
            var place = $"{path}.podFailurePolicy.rules[{at++}]";
            causes.AddUnlessOneOf($"{place}.action", rule.Text("action") ?? "", "Count", "FailIndex", "FailJob", "Ignore");
            if (rule["onExitCodes"] is null && !rule.Objects("onPodConditions").Any()) causes.Add(new Cause("FieldValueInvalid", place, "Invalid value: specifying one of OnExitCodes and OnPodConditions is required"));
        }
        if (kind == "Job") Selector(obj, spec, causes);
        WorkloadRules.Template(kind, spec, path, causes);
    }

    public static void Schedule(JsonObject obj, JsonObject spec, List<Cause> causes)
    {
        var name = obj.Text("metadata", "name") ?? "";
        if (name.Length > 52) causes.Add(Cause.Invalid("metadata.name", name, "must be no more than 52 characters"));
        if (spec.Text("schedule") is not { Length: > 0 } schedule) causes.Add(Cause.Required("spec.schedule"));
        else if (schedule.Contains("TZ=", StringComparison.Ordinal)) causes.Add(Cause.Invalid("spec.schedule", schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"));
        else if (Problem(schedule) is { } problem) causes.Add(Cause.Invalid("spec.schedule", schedule, problem));
        causes.AddNegative("spec.startingDeadlineSeconds", spec.Number("startingDeadlineSeconds"));
        if (spec.Text("timeZone") is { } zone)
        {
            if (zone.Length == 0) causes.Add(Cause.Invalid("spec.timeZone", zone, "timeZone must be nil or non-empty string"));
            else if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) causes.Add(Cause.Invalid("spec.timeZone", zone, $"unknown time zone {zone}"));
        }
        causes.AddNegative("spec.successfulJobsHistoryLimit", spec.Number("successfulJobsHistoryLimit"));
        causes.AddNegative("spec.failedJobsHistoryLimit", spec.Number("failedJobsHistoryLimit"));
    }

    private static string? Problem(string schedule)
    {
        var fields = schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!schedule.StartsWith('@') && fields.Length != 5) return $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]";
        try
        {
            CronSchedule.Parse(schedule);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private static void Selector(JsonObject obj, JsonObject spec, List<Cause> causes)
    {
        var selector = spec.Object("selector");
        if (selector is null)
        {
            causes.Add(Cause.Required("spec.selector"));
        }
        else if (!spec.Flag("manualSelector")
            && !JsonAccess.Same(selector, new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = obj.Text("metadata", "uid") } })
            && !JsonAccess.Same(selector, new JsonObject { ["matchLabels"] = new JsonObject { ["controller-uid"] = obj.Text("metadata", "uid") } }))
        {
            causes.Add(Cause.Invalid("spec.selector", SelectorRules.Shown(selector), "`selector` not auto-generated"));
        }
        var labels = spec.Object("template", "metadata", "labels");
        if (selector is null || !SelectorRules.Matches(selector, labels)) causes.Add(Cause.Invalid("spec.template.metadata.labels", SelectorRules.ShownLabels(labels), "`selector` does not match template `labels`"));
    }
}
