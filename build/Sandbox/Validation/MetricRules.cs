using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>What a HorizontalPodAutoscaler measures.</summary>
internal static class MetricRules
{
    private static readonly string[] Types = ["ContainerResource", "External", "Object", "Pods", "Resource"];

    /// <summary>The sources in the order in which a real server looks at them.</summary>
    private static readonly string[] Sources = ["object", "external", "pods", "resource", "containerResource"];

    public static void Check(JsonObject metric, string path, List<Cause> causes)
    {
        var type = metric.Text("type") ?? "";
        var known = Types.Contains(type);
        if (type.Length == 0) causes.Add(Cause.Required($"{path}.type", "must specify a metric source type"));
        if (!known) causes.Add(Cause.NotSupported($"{path}.type", type, Types));
        var given = Sources.Where(s => metric[s] is not null).ToList();
        if (given.Count > 0) Source(given[0], metric.Object(given[0])!, $"{path}.{given[0]}", causes);
        var expected = known ? char.ToLowerInvariant(type[0]) + type[1..] : "";
        if (!known) causes.Add(Cause.NotSupported($"{path}.type", type, Types));
        else if (!given.Contains(expected)) causes.Add(Cause.Required($"{path}.{expected}", "must populate information for the given metric source"));
        if (given.Count == 1) return;
        foreach (var source in given.Where(s => s != expected)) causes.Add(Cause.Forbidden($"{path}.{source}", "must populate the given metric source only"));
    }

    private static void Source(string kind, JsonObject source, string path, List<Cause> causes)
    {
        if (kind == "object") AutoscalerRules.Reference(source.Object("describedObject") ?? [], $"{path}.describedObject", causes);
        if (kind is "object" or "external" or "pods") Metric(source.Text("metric", "name") ?? "", $"{path}.metric.name", causes);
        if (kind is "resource" or "containerResource" && source.Text("name") is null or "") causes.Add(Cause.Required($"{path}.name", "must specify a resource name"));
        if (kind == "containerResource")
        {
            if (source.Text("name") is { Length: > 0 } resource) ResourceRules.Name(resource, $"{path}.name", causes);
            if (source.Text("container") is not { Length: > 0 } container) causes.Add(Cause.Required($"{path}.container", "must specify a container"));
            else causes.AddInvalid($"{path}.container", container, Names.Label(container));
        }
        var target = source.Object("target") ?? [];
        path += ".target";
        Target(target, path, causes);
        var (value, average, share) = (target["value"], target["averageValue"], target["averageUtilization"]);
        switch (kind)
        {
            case "object" when value is null && average is null:
                causes.Add(Cause.Required($"{path}.averageValue", "must set either a target value or averageValue"));
                break;
            case "external" when value is null && average is null:
                causes.Add(Cause.Required($"{path}.averageValue", "must set either a target value for metric or a per-pod target"));
                break;
            case "external" when value is not null && average is not null:
                causes.Add(Cause.Forbidden($"{path}.value", "may not set both a target value for metric and a per-pod target"));
                break;
            case "pods" when average is null:
                causes.Add(Cause.Required($"{path}.averageValue", "must specify a positive target averageValue"));
                break;
            case "resource" or "containerResource" when share is null && average is null:
                causes.Add(Cause.Required($"{path}.averageUtilization", "must set either a target raw value or a target utilization"));
                break;
            case "resource" or "containerResource" when share is not null && average is not null:
                causes.Add(Cause.Forbidden($"{path}.averageValue", "may not set both a target raw value and a target utilization"));
                break;
        }
    }

    private static void Metric(string name, string path, List<Cause> causes)
    {
        if (name.Length == 0) causes.Add(Cause.Required(path, "must specify a metric name"));
        else causes.AddInvalid(path, name, Names.PathSegment(name));
    }

    private static void Target(JsonObject target, string path, List<Cause> causes)
    {
        var type = target.Text("type") ?? "";
        if (type.Length == 0) causes.Add(Cause.Required($"{path}.type", "must specify a metric target type"));
        if (type is not ("Utilization" or "Value" or "AverageValue")) causes.Add(Cause.Invalid($"{path}.type", type, "must be either Utilization, Value, or AverageValue"));
        foreach (var field in (ReadOnlySpan<string>)["value", "averageValue"])
        {
            if (AmountRules.Size(target[field]) is { Sign: <= 0 }) causes.Add(Cause.Invalid($"{path}.{field}", target[field], "must be positive"));
        }
        if (target.Number("averageUtilization") is < 1) causes.Add(Cause.Invalid($"{path}.averageUtilization", target["averageUtilization"], "must be greater than 0"));
    }
}
