using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Deployments and the other kinds that make pods from a template.</summary>
internal static class WorkloadRules
{
    public static void Check(string kind, JsonObject obj, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        var path = "spec";
        if (kind == "CronJob")
        {
            if (string.IsNullOrEmpty(spec.Text("schedule"))) causes.Add(Cause.Required("spec.schedule"));
            spec = spec.Object("jobTemplate", "spec") ?? [];
            path = "spec.jobTemplate.spec";
        }
        foreach (var field in (ReadOnlySpan<string>)["replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds", "backoffLimit", "completions", "parallelism", "ttlSecondsAfterFinished"])
        {
            if (spec.Number(field) is < 0 and var number) causes.Add(Cause.Invalid($"{path}.{field}", number, "must be greater than or equal to 0"));
        }
        if (kind is not ("Job" or "CronJob")) Selector(spec, path, causes);
        else if (kind == "Job" && spec.Object("selector") is not null) Matches(spec, path, causes);
        PodRules.Spec(spec.Object("template", "spec"), $"{path}.template.spec", causes, spec.Objects("volumeClaimTemplates").Select(c => c.Text("metadata", "name")));
        MetadataRules.Labels(spec.Object("template", "metadata", "labels"), $"{path}.template.labels", causes);
        RestartPolicy(kind, spec.Text("template", "spec", "restartPolicy"), path, causes);
        if (kind == "Deployment" && spec.Number("progressDeadlineSeconds") is { } deadline && deadline <= (spec.Number("minReadySeconds") ?? 0))
        {
            causes.Add(Cause.Invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds"));
        }
        if (kind == "Deployment" && spec.Text("strategy", "type") == "Recreate" && spec.At("strategy", "rollingUpdate") is not null)
        {
            causes.Add(Cause.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'"));
        }
    }

    private static void Selector(JsonObject spec, string path, List<Cause> causes)
    {
        var selector = spec.Object("selector");
        if (selector is null) causes.Add(Cause.Required($"{path}.selector"));
        else if (selector.Object("matchLabels") is not { Count: > 0 } && !selector.Objects("matchExpressions").Any())
        {
            causes.Add(Cause.Invalid($"{path}.selector", selector, "empty selector is invalid for deployment"));
        }
        Matches(spec, path, causes);
    }

    private static void Matches(JsonObject spec, string path, List<Cause> causes)
    {
        var labels = spec.Object("template", "metadata", "labels");
        var selector = spec.Object("selector");
        if (selector is not null && (selector.Object("matchLabels") ?? []).All(l => labels.Text(l.Key) == l.Value?.ToString())
            && selector.Objects("matchExpressions").All(e => Holds(e, labels))) return;
        causes.Add(Cause.Invalid($"{path}.template.metadata.labels", labels, "`selector` does not match template `labels`"));
    }

    private static bool Holds(JsonObject expression, JsonObject? labels)
    {
        var value = labels.Text(expression.Text("key") ?? "");
        return expression.Text("operator") switch
        {
            "In" => value is not null && expression.Texts("values").Contains(value),
            "NotIn" => value is null || !expression.Texts("values").Contains(value),
            "Exists" => value is not null,
            _ => value is null,
        };
    }

    private static void RestartPolicy(string kind, string? policy, string path, List<Cause> causes)
    {
        if (policy is null) return;
        string[] allowed = kind is "Job" or "CronJob" ? ["OnFailure", "Never"] : ["Always"];
        if (allowed.Contains(policy)) return;
        if (kind is "Job" or "CronJob") causes.Add(new Cause("FieldValueRequired", $"{path}.template.spec.restartPolicy", "Required value: valid values: \"OnFailure\", \"Never\""));
        else causes.Add(Cause.NotSupported($"{path}.template.spec.restartPolicy", policy, allowed));
    }
}
