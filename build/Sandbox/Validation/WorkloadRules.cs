using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Deployments and the other kinds that make pods from a template.</summary>
internal static class WorkloadRules
{
    public static void Check(string kind, JsonObject obj, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        if (kind == "CronJob")
        {
            JobRules.Schedule(obj, spec, causes);
            spec = spec.Object("jobTemplate", "spec") ?? [];
            JobRules.Check(kind, obj, spec, "spec.jobTemplate.spec", causes);
            return;
        }
        if (kind == "Job")
        {
            JobRules.Check(kind, obj, spec, "spec", causes);
            return;
        }
        foreach (var field in (ReadOnlySpan<string>)["replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"])
        {
            if (kind != "StatefulSet" || field != "revisionHistoryLimit") causes.AddNegative($"spec.{field}", spec.Number(field));
        }
        Selector(kind, spec, causes);
        Template(kind, spec, "spec", causes);
        switch (kind)
        {
            case "Deployment":
                Deployment(spec, causes);
                break;
            case "StatefulSet":
                StatefulSet(spec, causes);
                break;
            case "DaemonSet":
                DaemonSet(spec, causes);
                break;
        }
    }

    public static void Template(string kind, JsonObject spec, string path, List<Cause> causes)
    {
        PodRules.Spec(spec.Object("template", "spec"), $"{path}.template.spec", causes, spec.Objects("volumeClaimTemplates").Select(c => c.Text("metadata", "name")));
        MetadataRules.Labels(spec.Object("template", "metadata", "labels"), $"{path}.template.labels", causes);
        if (spec.Object("template", "spec").Objects("ephemeralContainers").Any()) causes.Add(Cause.Forbidden($"{path}.template.spec.ephemeralContainers", "ephemeral containers not allowed in pod template"));
        var policy = spec.Text("template", "spec", "restartPolicy");
        if (kind is "Job" or "CronJob")
        {
            if (policy is null or "Always") causes.Add(Cause.Required($"{path}.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\""));
            else causes.AddUnlessOneOf($"{path}.template.spec.restartPolicy", policy, "OnFailure", "Never");
            return;
        }
        if (policy is not (null or "Always")) causes.Add(Cause.NotSupported($"{path}.template.spec.restartPolicy", policy, ["Always"]));
        if (spec.At("template", "spec", "activeDeadlineSeconds") is not null)
        {
            causes.Add(Cause.Forbidden($"{path}.template.spec.activeDeadlineSeconds", $"activeDeadlineSeconds in {(kind == "Deployment" ? "ReplicaSet" : kind)} is not Supported"));
        }
    }

    private static void Selector(string kind, JsonObject spec, List<Cause> causes)
    {
        var selector = spec.Object("selector");
        var valid = true;
        if (selector is null)
        {
            if (kind != "DaemonSet") causes.Add(Cause.Required("spec.selector"));
        }
        else
        {
            valid = SelectorRules.Check(selector, "spec.selector", causes);
            if (SelectorRules.IsEmpty(selector)) causes.Add(Cause.Invalid("spec.selector", SelectorRules.Shown(selector), $"empty selector is invalid for {(kind == "ReplicaSet" ? "deployment" : kind.ToLowerInvariant())}"));
            if (!valid && kind != "DaemonSet") causes.Add(Cause.Invalid("spec.selector", SelectorRules.Shown(selector), kind == "StatefulSet" ? "" : "invalid label selector"));
        }
        var labels = spec.Object("template", "metadata", "labels");
        if (!valid || (selector is not null && SelectorRules.Matches(selector, labels))) return;
        causes.Add(Cause.Invalid("spec.template.metadata.labels", SelectorRules.ShownLabels(labels), "`selector` does not match template `labels`"));
    }

    private static void Deployment(JsonObject spec, List<Cause> causes)
    {
        if (spec.Number("progressDeadlineSeconds") is { } deadline && deadline <= (spec.Number("minReadySeconds") ?? 0))
        {
            causes.Add(Cause.Invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds"));
        }
        var strategy = spec.Object("strategy");
        if (strategy.Text("type") is not ("Recreate" or "RollingUpdate")) causes.Add(NotSupported("spec.strategy", strategy, "Recreate", "RollingUpdate"));
        else if (strategy.Text("type") == "Recreate" && strategy!["rollingUpdate"] is not null) causes.Add(Cause.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'"));
        else if (strategy.Object("rollingUpdate") is { } rolling) Rolling(rolling, "spec.strategy.rollingUpdate", causes);
    }

    private static void Rolling(JsonObject rolling, string path, List<Cause> causes)
    {
        AmountRules.Check(rolling["maxUnavailable"], $"{path}.maxUnavailable", causes);
        AmountRules.Check(rolling["maxSurge"], $"{path}.maxSurge", causes);
        if (AmountRules.IsZero(rolling["maxUnavailable"]) && AmountRules.IsZero(rolling["maxSurge"]))
        {
            causes.Add(Cause.Invalid($"{path}.maxUnavailable", rolling["maxUnavailable"], "may not be 0 when `maxSurge` is 0"));
        }
        AmountRules.AtMostAll(rolling["maxUnavailable"], $"{path}.maxUnavailable", causes);
    }

    private static void StatefulSet(JsonObject spec, List<Cause> causes)
    {
        var update = spec.Object("updateStrategy");
        if (spec.Text("podManagementPolicy") is { } policy and not ("OrderedReady" or "Parallel")) causes.Add(Cause.Invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'"));
        if (update.Text("type") is not ("RollingUpdate" or "OnDelete")) causes.Add(Cause.Invalid("spec.updateStrategy", InternalForm.Of(update ?? [], "type", "rollingUpdate"), "must be 'RollingUpdate' or 'OnDelete'"));
        else if (update.Text("type") == "OnDelete" && update.Object("rollingUpdate") is { } none)
        {
            causes.Add(Cause.Invalid("spec.updateStrategy.rollingUpdate", InternalForm.Of(none, "partition", "maxUnavailable"), "only allowed for updateStrategy 'RollingUpdate'"));
        }
        else causes.AddNegative("spec.updateStrategy.rollingUpdate.partition", update.Number("rollingUpdate", "partition"));
        foreach (var field in (ReadOnlySpan<string>)["whenDeleted", "whenScaled"])
        {
            causes.AddUnlessOneOf($"spec.persistentVolumeClaimRetentionPolicy.{field}", spec.Text("persistentVolumeClaimRetentionPolicy", field), "Retain", "Delete");
        }
        causes.AddNegative("spec.ordinals.start", spec.Number("ordinals", "start"));
        var at = 0;
        foreach (var claim in spec.Objects("volumeClaimTemplates")) ClaimRules.Spec(claim.Object("spec"), $"spec.volumeClaimTemplates[{at++}].spec", causes);
    }

    private static void DaemonSet(JsonObject spec, List<Cause> causes)
    {
        var update = spec.Object("updateStrategy");
        if (update.Text("type") is not ("RollingUpdate" or "OnDelete"))
        {
            causes.Add(NotSupported("spec.updateStrategy", update, "RollingUpdate", "OnDelete"));
            return;
        }
        if (update.Text("type") == "OnDelete" || update.Object("rollingUpdate") is not { } rolling) return;
        const string path = "spec.updateStrategy.rollingUpdate";
        AmountRules.Check(rolling["maxUnavailable"], $"{path}.maxUnavailable", causes);
        AmountRules.Check(rolling["maxSurge"], $"{path}.maxSurge", causes);
        var (gone, more) = (AmountRules.IsZero(rolling["maxUnavailable"]), AmountRules.IsZero(rolling["maxSurge"]));
        if (gone && more) causes.Add(Cause.Required($"{path}.maxUnavailable", "cannot be 0 when maxSurge is 0"));
        if (!gone && !more) causes.Add(Cause.Invalid($"{path}.maxSurge", rolling["maxSurge"], "may not be set when maxUnavailable is non-zero"));
    }

    /// <summary>A way to update that there is not, shown with its limits.</summary>
    private static Cause NotSupported(string path, JsonObject? way, params string[] supported)
    {
        var shown = InternalForm.Of(way ?? [], "type", "rollingUpdate");
        if (way.Object("rollingUpdate") is { } rolling) shown["RollingUpdate"] = InternalForm.Of(rolling, "maxUnavailable", "maxSurge");
        return new Cause("FieldValueNotSupported", path, $"Unsupported value: {JsonText.Text(shown)}: supported values: {string.Join(", ", supported.Select(s => $"\"{s}\""))}");
    }
}
