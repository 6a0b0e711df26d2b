using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Pods and the templates of pods.</summary>
internal static class PodRules
{
    /// <param name="claims">Names of claim templates: a StatefulSet's pods mount them as volumes that the template does not list.</param>
    public static void Spec(JsonObject? spec, string path, List<Cause> causes, IEnumerable<string?>? claims = null)
    {
        var volumes = Volumes(spec, path, causes);
        volumes.UnionWith((claims ?? []).OfType<string>());
        if (!spec.Objects("containers").Any()) causes.Add(Cause.Required($"{path}.containers"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            var at = 0;
            foreach (var container in spec.Objects(list)) Container(container, $"{path}.{list}[{at++}]", names, volumes, causes);
        }
    }

    private static HashSet<string> Volumes(JsonObject? spec, string path, List<Cause> causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var volume in spec.Objects("volumes"))
        {
            var place = $"{path}.volumes[{at++}]";
            var name = volume.Text("name") ?? "";
            if (name.Length == 0) causes.Add(Cause.Required($"{place}.name"));
            else if (Names.Label(name) is { } problem) causes.Add(Cause.Invalid($"{place}.name", name, problem));
            else if (!names.Add(name)) causes.Add(Cause.Duplicate($"{place}.name", name));
            if (volume.Count > 2) causes.Add(Cause.Forbidden($"{place}.{volume.Select(p => p.Key).Last(k => k != "name")}", "may not specify more than 1 volume type"));
        }
        return names;
    }

    private static void Container(JsonObject container, string path, HashSet<string> names, HashSet<string> volumes, List<Cause> causes)
    {
        var name = container.Text("name") ?? "";
        if (name.Length == 0) causes.Add(Cause.Required($"{path}.name"));
        else if (Names.Label(name) is { } problem) causes.Add(Cause.Invalid($"{path}.name", name, problem));
        else if (!names.Add(name)) causes.Add(Cause.Duplicate($"{path}.name", name));
        if (string.IsNullOrWhiteSpace(container.Text("image"))) causes.Add(Cause.Required($"{path}.image"));

        var at = 0;
        foreach (var port in container.Objects("ports"))
        {
            Port(port.Number("containerPort"), $"{path}.ports[{at++}].containerPort", causes);
        }
        at = 0;
        foreach (var variable in container.Objects("env"))
        {
            var place = $"{path}.env[{at++}]";
            if (string.IsNullOrEmpty(variable.Text("name"))) causes.Add(Cause.Required($"{place}.name"));
            if (variable.At("value") is not null && variable.At("valueFrom") is not null) causes.Add(Cause.Invalid($"{place}.valueFrom", "", "may not be specified when `value` is not empty"));
        }
        at = 0;
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mount in container.Objects("volumeMounts"))
        {
            var place = $"{path}.volumeMounts[{at++}]";
            if (string.IsNullOrEmpty(mount.Text("mountPath"))) causes.Add(Cause.Required($"{place}.mountPath"));
            else if (!paths.Add(mount.Text("mountPath")!)) causes.Add(Cause.Invalid($"{place}.mountPath", mount.Text("mountPath"), "must be unique"));
            if (string.IsNullOrEmpty(mount.Text("name"))) causes.Add(Cause.Required($"{place}.name"));
            else if (!volumes.Contains(mount.Text("name")!)) causes.Add(new Cause("FieldValueNotFound", $"{place}.name", $"Not found: \"{mount.Text("name")}\""));
        }
        foreach (var probe in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"]) Probe(container.Object(probe), $"{path}.{probe}", causes);
        Resources(container.Object("resources"), $"{path}.resources", causes);
    }

    public static void Port(long? port, string path, List<Cause> causes)
    {
        if (port is null or 0) causes.Add(Cause.Required(path));
        else if (port is < 1 or > 65535) causes.Add(Cause.Invalid(path, port, "must be between 1 and 65535, inclusive"));
    }

    private static void Probe(JsonObject? probe, string path, List<Cause> causes)
    {
        if (probe is null) return;
        var handlers = probe.Count(p => p.Key is "exec" or "httpGet" or "tcpSocket" or "grpc");
        if (handlers == 0) causes.Add(Cause.Required(path, "must specify a handler type"));
        else if (handlers > 1) causes.Add(Cause.Forbidden(path, "may not specify more than 1 handler type"));
        if (path.EndsWith("livenessProbe", StringComparison.Ordinal) && probe.Number("successThreshold") is not (null or 1)) causes.Add(Cause.Invalid($"{path}.successThreshold", probe.Number("successThreshold"), "must be 1"));
    }

    private static void Resources(JsonObject? resources, string path, List<Cause> causes)
    {
        foreach (var (name, value) in resources.Object("requests") ?? [])
        {
            if (resources.Text("limits", name) is { } limit && Quantity.TryParse(value!.ToString(), out var wanted, out _) && Quantity.TryParse(limit, out var most, out _) && wanted > most)
            {
                causes.Add(Cause.Invalid($"{path}.requests", value, $"must be less than or equal to {name} limit of {limit}"));
            }
        }
    }
}
