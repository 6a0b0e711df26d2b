using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Services.</summary>
internal static class ServiceRules
{
    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        if (old?.Object("spec") is { } before) Update(spec, before, causes);
        Hints(obj, causes);
        var type = spec.Text("type");
        var ports = spec.Objects("ports").ToList();
        if (ports.Count == 0 && !IsHeadless(spec) && type != "ExternalName") causes.Add(Cause.Required("spec.ports"));
        if (type == "ExternalName") ExternalName(spec, causes);
        else if (type is "NodePort" or "LoadBalancer" && IsHeadless(spec)) causes.Add(Cause.Invalid("spec.clusterIPs[0]", "None", $"may not be set to 'None' for {type} services"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++) Port(ports[i], ports.Count > 1, names, $"spec.ports[{i}]", causes);
        MetadataRules.Labels(spec.Object("selector"), "spec.selector", causes);
        Affinity(spec, causes);
        var known = old.Texts("spec", "externalIPs").ToHashSet(StringComparer.Ordinal);
        var at = 0;
        foreach (var address in spec.Texts("externalIPs"))
        {
            var place = $"spec.externalIPs[{at++}]";
            if (known.Contains(address) || AddressRules.Address(address, place, causes)) AddressRules.Reachable(address, place, causes);
        }
        causes.AddUnlessOneOf("spec.type", type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        SamePorts(ports, type, causes);
        ServiceTrafficRules.Check(obj, spec, type ?? "", causes);
    }

    private static void Hints(JsonObject obj, List<Cause> causes)
    {
        const string before = "service.kubernetes.io/topology-aware-hints";
        const string now = "service.kubernetes.io/topology-mode";
        var annotations = obj.Object("metadata", "annotations");
        if (annotations.Text(before) is { } old && annotations.Text(now) is { } mode && old != mode)
        {
            causes.Add(Cause.Invalid($"metadata.annotations[{now}]", mode, $"must match annotations[{before}] when both are specified"));
        }
    }

    public static bool IsHeadless(JsonObject spec) => spec.Text("clusterIP") == "None";

    public static void Status(JsonObject obj, List<Cause> causes)
    {
        var ingress = obj.Objects("status", "loadBalancer", "ingress").ToList();
        if (ingress.Count > 0 && obj.Text("spec", "type") != "LoadBalancer")
        {
            causes.Add(Cause.Forbidden("status.loadBalancer.ingress", "may only be used when `spec.type` is 'LoadBalancer'"));
            return;
        }
        for (var i = 0; i < ingress.Count; i++)
        {
            var path = $"status.loadBalancer.ingress[{i}]";
            var (address, mode, host) = (ingress[i].Text("ip") ?? "", ingress[i].Text("ipMode"), ingress[i].Text("hostname") ?? "");
            if (address.Length > 0) AddressRules.Address(address, $"{path}.ip", causes);
            if (mode is not null && address.Length == 0) causes.Add(Cause.Forbidden($"{path}.ipMode", "may not be specified when `ip` is not set"));
            else causes.AddUnlessOneOf($"{path}.ipMode", mode, "Proxy", "VIP");
            if (host.Length == 0) continue;
            causes.AddInvalid($"{path}.hostname", host, Names.Subdomain(host));
            if (AddressRules.Parse(host) is not null) causes.Add(Cause.Invalid($"{path}.hostname", host, "must be a DNS name, not an IP address"));
        }
    }

    private static void ExternalName(JsonObject spec, List<Cause> causes)
    {
        foreach (var field in (ReadOnlySpan<string>)["clusterIPs", "ipFamilies", "ipFamilyPolicy"])
        {
            var given = field == "clusterIPs" ? spec.Text("clusterIP") is { Length: > 0 } || spec.Texts(field).Any() : spec[field] is not null;
            if (given) causes.Add(Cause.Forbidden($"spec.{field}", "may not be set for ExternalName services"));
        }
        var name = spec.Text("externalName") ?? "";
        if (name.EndsWith('.')) name = name[..^1];
        if (name.Length == 0) causes.Add(Cause.Required("spec.externalName"));
        else causes.AddInvalid("spec.externalName", name, Names.Subdomain(name));
    }

    private static void Port(JsonObject port, bool named, HashSet<string> names, string path, List<Cause> causes)
    {
        if (port.Text("name") is { Length: > 0 } name)
        {
            causes.AddInvalid($"{path}.name", name, Names.Label(name));
            if (!names.Add(name)) causes.Add(Cause.Duplicate($"{path}.name", name));
        }
        else if (named)
        {
            causes.Add(Cause.Required($"{path}.name"));
        }
        causes.AddPort($"{path}.port", port.Number("port") ?? 0);
        causes.AddUnlessOneOf($"{path}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
        PodRules.PortOrName(port["targetPort"], $"{path}.targetPort", causes);
        if (port.Text("appProtocol") is { } protocol) causes.AddInvalid($"{path}.appProtocol", protocol, Names.Qualified(protocol));
    }

    private static void SamePorts(List<JsonObject> ports, string? type, List<Cause> causes)
    {
        if (type == "ClusterIP")
        {
            for (var i = 0; i < ports.Count; i++)
            {
                if (ports[i].Number("nodePort") is not (null or 0)) causes.Add(Cause.Forbidden($"spec.ports[{i}].nodePort", "may not be used when `type` is 'ClusterIP'"));
            }
        }
        var taken = new HashSet<(string?, long?)>();
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i].Number("nodePort") is { } number and not 0 && !taken.Add((ports[i].Text("protocol"), number))) causes.Add(Cause.Duplicate($"spec.ports[{i}].nodePort", number));
        }
        taken.Clear();
        for (var i = 0; i < ports.Count; i++)
        {
            if (!taken.Add((ports[i].Text("protocol"), ports[i].Number("port")))) causes.Add(Cause.Duplicate($"spec.ports[{i}]", Shown(ports[i])));
        }
    }

    /// <summary>As a real server shows a port that is there twice.</summary>
    private static JsonObject Shown(JsonObject port) => new()
    {
        ["Name"] = "",
        ["Protocol"] = port.Text("protocol"),
        ["AppProtocol"] = null,
        ["Port"] = port["port"]?.DeepClone(),
        ["TargetPort"] = 0,
        ["NodePort"] = 0,
    };

    private static void Affinity(JsonObject spec, List<Cause> causes)
    {
        const string path = "spec.sessionAffinityConfig";
        causes.AddUnlessOneOf("spec.sessionAffinity", spec.Text("sessionAffinity"), "ClientIP", "None");
        if (spec.Text("sessionAffinity") == "None" && spec["sessionAffinityConfig"] is not null) causes.Add(Cause.Forbidden(path, "must not be set when session affinity is None"));
        if (spec.Text("sessionAffinity") == "ClientIP" && spec.Number("sessionAffinityConfig", "clientIP", "timeoutSeconds") is { } seconds and (<= 0 or > 86400))
        {
            causes.Add(Cause.Invalid($"{path}.clientIP.timeoutSeconds", seconds, "must be greater than 0 and less than 86400"));
        }
    }

    private static void Update(JsonObject spec, JsonObject old, List<Cause> causes)
    {
        var (type, before) = (spec.Text("type"), old.Text("type"));
        if (type != "ExternalName" && before != "ExternalName" && old.Text("clusterIP") is { Length: > 0 } address && spec.Text("clusterIP") != address)
        {
            causes.Add(Cause.Invalid("spec.clusterIPs[0]", new JsonArray(spec["clusterIP"]?.DeepClone()), "may not change once set"));
        }
        if (type != "LoadBalancer" || before != "LoadBalancer") return;
        if (spec.Text("loadBalancerClass") is { } name) causes.AddInvalid("spec.loadBalancerClass", name, Names.Qualified(name));
        if (spec.Text("loadBalancerClass") != old.Text("loadBalancerClass")) causes.Add(Cause.Invalid("spec.loadBalancerClass", spec["loadBalancerClass"], "may not change once set"));
        if (spec.Text("externalTrafficPolicy") == "Local" && old.Text("externalTrafficPolicy") == "Local" && spec.Number("healthCheckNodePort") != old.Number("healthCheckNodePort"))
        {
            causes.Add(Cause.Forbidden("spec.healthCheckNodePort", "field is immutable"));
        }
    }
}
