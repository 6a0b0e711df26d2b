using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Pods and the templates of pods.</summary>
internal static class PodRules
{
    private const int MostServers = 3;
    private const int MostSearchPaths = 32;

    /// <summary>A pod, of which more is asked than of a template.</summary>
    public static void Pod(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec");
        Spec(spec, "spec", causes, isPod: true);
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            var at = 0;
            foreach (var container in spec.Objects(list))
            {
                var image = container.Text("image") ?? "";
                if (image.Trim() != image) causes.Add(Cause.Invalid($"spec.{list}[{at}].image", image, "must not have leading or trailing whitespace"));
                at++;
            }
        }
        if (old is null && spec.Objects("ephemeralContainers").Any()) causes.Add(Cause.Forbidden("spec.ephemeralContainers", "cannot be set on create"));
        if (old is not null) PodUpdateRules.Check(obj, old, causes);
    }

    /// <param name="spec">The spec of a pod or in its template.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="causes">Takes what is wrong.</param>
    /// <param name="claims">Names of claim templates: a StatefulSet's pods mount them as volumes that the template does not list.</param>
    /// <param name="isPod">Whether it is a pod's own and no template's.</param>
    public static void Spec(JsonObject? spec, string path, List<Cause> causes, IEnumerable<string?>? claims = null, bool isPod = false)
    {
        spec ??= [];
        var volumes = VolumeRules.Check(spec, path, isPod, causes);
        volumes.UnionWith((claims ?? []).OfType<string>());
        ContainerRules.All(spec, path, volumes, causes);
        ResourceRules.Check(spec.Object("resources"), $"{path}.resources", causes, []);
        HostPorts(spec, path, isPod, causes);
        causes.AddUnlessOneOf($"{path}.restartPolicy", spec.Text("restartPolicy"), "Always", "OnFailure", "Never");
        causes.AddUnlessOneOf($"{path}.dnsPolicy", spec.Text("dnsPolicy"), "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        MetadataRules.Labels(spec.Object("nodeSelector"), $"{path}.nodeSelector", causes);
        SecurityRules.Pod(spec, path, causes);
        SchedulingRules.Affinity(spec.Object("affinity"), $"{path}.affinity", causes);
        Resolver(spec, path, causes);
        Gates(spec, path, causes);
        SchedulingRules.Spread(spec, $"{path}.topologySpreadConstraints", causes);
        WindowsRules.Processes(spec, path, causes);
        SecurityRules.Users(spec, path, causes);
        Host(spec, path, causes);
        foreach (var (field, problems) in new (string, Func<string, IEnumerable<string>>)[] { ("serviceAccountName", Names.Subdomain), ("nodeName", Names.Subdomain) }) Named(spec, field, problems, path, causes);
        if (spec.Number("activeDeadlineSeconds") is { } deadline and (< 1 or > int.MaxValue)) causes.Add(Cause.Invalid($"{path}.activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive"));
        foreach (var field in (ReadOnlySpan<string>)["hostname", "subdomain"]) Named(spec, field, Names.Label, path, causes);
        SchedulingRules.Tolerations(spec, $"{path}.tolerations", causes);
        Aliases(spec, $"{path}.hostAliases", causes);
        foreach (var field in (ReadOnlySpan<string>)["priorityClassName", "runtimeClassName"]) Named(spec, field, Names.Subdomain, path, causes);
        causes.AddUnlessOneOf($"{path}.preemptionPolicy", spec.Text("preemptionPolicy"), "PreemptLowerPriority", "Never");
        SecurityRules.System(spec, path, causes);
    }

    public static void Port(long? port, string path, List<Cause> causes)
    {
        if (port is null or 0) causes.Add(Cause.Required(path));
        else causes.AddPort(path, port.Value);
    }

    /// <summary>A port by number or name.</summary>
    public static void PortOrName(JsonNode? port, string path, List<Cause> causes)
    {
        if (port is JsonValue value && value.TryGetValue(out string? name)) causes.AddInvalid(path, name, Names.Port(name));
        else causes.AddPort(path, port.Number() ?? 0);
    }

    private static void Named(JsonObject spec, string field, Func<string, IEnumerable<string>> problems, string path, List<Cause> causes)
    {
        if (spec.Text(field) is { Length: > 0 } name) causes.AddInvalid($"{path}.{field}", name, problems(name));
    }

    /// <summary>A pod in the network of its node has the ports of its containers there.</summary>
    private static void HostPorts(JsonObject spec, string path, bool isPod, List<Cause> causes)
    {
        if (!spec.Flag("hostNetwork")) return;
        var at = 0;
        foreach (var container in spec.Objects("containers"))
        {
            var place = $"{path}.containers[{at++}].ports";
            var i = 0;
            foreach (var port in container.Objects("ports"))
            {
                var host = port.Number("hostPort") ?? 0;
                if ((isPod || host != 0) && host != (port.Number("containerPort") ?? 0)) causes.Add(Cause.Invalid($"{place}[{i}].hostPort", host, "must match `containerPort` when `hostNetwork` is true"));
                i++;
            }
        }
    }

    private static void Resolver(JsonObject spec, string path, List<Cause> causes)
    {
        var config = spec.Object("dnsConfig");
        var servers = config.Texts("nameservers").ToList();
        path += ".dnsConfig";
        if (spec.Text("dnsPolicy") == "None" && (config is null || servers.Count == 0))
        {
            causes.Add(config is null ? Cause.Required(path, "must provide `dnsConfig` when `dnsPolicy` is None") : Cause.Required($"{path}.nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None"));
            return;
        }
        if (servers.Count > MostServers) causes.Add(Cause.Invalid($"{path}.nameservers", config!["nameservers"], $"must not have more than {MostServers} nameservers"));
        AddressRules.Addresses(servers, $"{path}.nameservers", causes);
        var searches = config.Texts("searches").ToList();
        if (searches.Count > MostSearchPaths) causes.Add(Cause.Invalid($"{path}.searches", config!["searches"], $"must not have more than {MostSearchPaths} search paths"));
        for (var i = 0; i < searches.Count; i++)
        {
            var search = searches[i].EndsWith('.') && searches[i].Length > 1 ? searches[i][..^1] : searches[i];
            if (search != ".") causes.AddInvalid($"{path}.searches[{i}]", search, Names.SearchPath(search));
        }
        var at = 0;
        foreach (var option in config.Objects("options"))
        {
            if (option.Text("name") is null or "") causes.Add(Cause.Required($"{path}.options[{at}]", "must not be empty"));
            at++;
        }
    }

    private static void Gates(JsonObject spec, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var gate in spec.Objects("readinessGates")) causes.AddInvalid($"{path}.readinessGates[{at++}].conditionType", gate.Text("conditionType") ?? "", Names.Qualified(gate.Text("conditionType") ?? ""));
        var names = new HashSet<string>(StringComparer.Ordinal);
        at = 0;
        foreach (var gate in spec.Objects("schedulingGates"))
        {
            var (name, place) = (gate.Text("name") ?? "", $"{path}.schedulingGates[{at++}]");
            causes.AddInvalid(place, name, Names.Qualified(name));
            if (!names.Add(name)) causes.Add(Cause.Duplicate(place, name));
        }
    }

    private static void Host(JsonObject spec, string path, List<Cause> causes)
    {
        if (spec.Text("hostnameOverride") is not { } name) return;
        path += ".hostnameOverride";
        if (spec.Flag("setHostnameAsFQDN")) causes.Add(Cause.Forbidden(path, "may not be specified when setHostnameAsFQDN is true"));
        if (spec.Flag("hostNetwork")) causes.Add(Cause.Forbidden(path, "may not be specified when hostNetwork is true"));
        if (name.Length > 64) causes.Add(Cause.TooLong(path, 64));
        causes.AddInvalid(path, name, Names.Subdomain(name));
    }

    private static void Aliases(JsonObject spec, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var alias in spec.Objects("hostAliases"))
        {
            var place = $"{path}[{at++}]";
            AddressRules.Address(alias.Text("ip"), $"{place}.ip", causes);
            var i = 0;
            foreach (var name in alias.Texts("hostnames")) causes.AddInvalid($"{place}.hostnames[{i++}]", name, Names.Subdomain(name));
        }
    }
}
