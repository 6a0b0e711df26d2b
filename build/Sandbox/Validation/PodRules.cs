using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Pods and the templates of pods.</summary>
internal static class PodRules
{
    /// <param name="claims">Names of claim templates: a StatefulSet's pods mount them as volumes that the template does not list.</param>
    public static void Spec(JsonObject? spec, string path, List<Cause> causes, IEnumerable<string?>? claims = null)
    {
        var volumes = VolumeRules.Check(spec, path, causes);
        volumes.UnionWith((claims ?? []).OfType<string>());
        if (!spec.Objects("containers").Any()) causes.Add(Cause.Required($"{path}.containers"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var container in spec.Objects("containers")) ContainerRules.Check(container, $"{path}.containers[{at++}]", names, volumes, causes, isInit: false);
        at = 0;
        foreach (var container in spec.Objects("initContainers")) ContainerRules.Check(container, $"{path}.initContainers[{at++}]", names, volumes, causes, isInit: true);
        causes.AddUnlessOneOf($"{path}.restartPolicy", spec.Text("restartPolicy"), "Always", "OnFailure", "Never");
        causes.AddUnlessOneOf($"{path}.dnsPolicy", spec.Text("dnsPolicy"), "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        if (spec.Number("activeDeadlineSeconds") is { } deadline and (< 1 or > int.MaxValue)) causes.Add(Cause.Invalid($"{path}.activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive"));
        MetadataRules.Labels(spec.Object("nodeSelector"), $"{path}.nodeSelector", causes);
        SecurityRules.Pod(spec.Object("securityContext"), $"{path}.securityContext", causes);
        SchedulingRules.Affinity(spec.Object("affinity"), $"{path}.affinity", causes);
        SchedulingRules.Tolerations(spec, $"{path}.tolerations", causes);
        SchedulingRules.Spread(spec, $"{path}.topologySpreadConstraints", causes);
        Network(spec, path, causes);
        foreach (var (field, problems) in new (string, Func<string, IEnumerable<string>>)[]
        {
            ("serviceAccountName", Names.Subdomain), ("nodeName", Names.Subdomain), ("priorityClassName", Names.Subdomain), ("hostname", Names.Label), ("subdomain", Names.Label),
        })
        {
            if (spec.Text(field) is { Length: > 0 } name) causes.AddInvalid($"{path}.{field}", name, problems(name));
        }
    }

    public static void Port(long? port, string path, List<Cause> causes)
    {
        if (port is null or 0) causes.Add(Cause.Required(path));
        else if (port is < 1 or > 65535) causes.Add(Cause.Invalid(path, port, "must be between 1 and 65535, inclusive"));
    }

    /// <summary>A port by number or name.</summary>
    public static void PortOrName(JsonNode? port, string path, List<Cause> causes)
    {
        if (port is JsonValue value && value.TryGetValue(out string? name)) causes.AddInvalid(path, name, Names.Port(name));
        else if (port.Number() is null or < 1 or > 65535) causes.Add(Cause.Invalid(path, port.Number() ?? 0, "must be between 1 and 65535, inclusive"));
    }

    private static void Network(JsonObject? spec, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var alias in spec.Objects("hostAliases")) AddressRules.Address(alias.Text("ip"), $"{path}.hostAliases[{at++}].ip", causes);
        at = 0;
        foreach (var server in spec.Texts("dnsConfig", "nameservers")) AddressRules.Address(server, $"{path}.dnsConfig.nameservers[{at++}]", causes);
        if (spec.Text("dnsPolicy") != "None") return;
        if (spec.Object("dnsConfig") is null) causes.Add(Cause.Required($"{path}.dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None"));
        else if (at == 0) causes.Add(Cause.Required($"{path}.dnsConfig.nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None"));
    }
}
