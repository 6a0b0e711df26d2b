using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Services.</summary>
internal static class ServiceRules
{
    public static void Check(JsonObject obj, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        var type = spec.Text("type");
        var ports = spec.Objects("ports").ToList();
        var outside = type is "NodePort" or "LoadBalancer";
        if (type == "ExternalName") ExternalName(spec, causes);
        else if (ports.Count == 0 && spec.Text("clusterIP") != "None") causes.Add(Cause.Required("spec.ports"));
        if (outside && spec.Text("clusterIP") == "None") causes.Add(Cause.Invalid("spec.clusterIPs[0]", "None", $"may not be set to 'None' for {type} services"));
        Ports(spec, ports, type, causes);
        MetadataRules.Labels(spec.Object("selector"), "spec.selector", causes);
        Affinity(spec, causes);
        var at = 0;
        foreach (var address in spec.Texts("externalIPs")) PodRules.Address(address, $"spec.externalIPs[{at++}]", causes);
        if (spec.Texts("loadBalancerSourceRanges").Any() && type != "LoadBalancer") causes.Add(Cause.Forbidden("spec.LoadBalancerSourceRanges", "may only be used when `type` is 'LoadBalancer'"));
        if (spec.Text("externalTrafficPolicy") is { } policy && !outside && !spec.Texts("externalIPs").Any())
        {
            causes.Add(Cause.Invalid("spec.externalTrafficPolicy", policy, "may only be set for externally-accessible services"));
        }
        causes.AddUnlessOneOf("spec.trafficDistribution", spec.Text("trafficDistribution"), "PreferClose", "PreferSameZone", "PreferSameNode");
        Families(spec, causes);
    }

    public static void Status(JsonObject obj, List<Cause> causes)
    {
        var ingress = obj.Objects("status", "loadBalancer", "ingress").ToList();
        if (ingress.Count > 0 && obj.Text("spec", "type") != "LoadBalancer") causes.Add(Cause.Forbidden("status.loadBalancer.ingress", "may only be used when `spec.type` is 'LoadBalancer'"));
        for (var i = 0; i < ingress.Count; i++)
        {
            if (ingress[i].Text("ip") is { Length: > 0 } address) PodRules.Address(address, $"status.loadBalancer.ingress[{i}].ip", causes);
        }
    }

    private static void ExternalName(JsonObject spec, List<Cause> causes)
    {
        var name = (spec.Text("externalName") ?? "").TrimEnd('.');
        if (name.Length == 0) causes.Add(Cause.Required("spec.externalName"));
        else causes.AddInvalid("spec.externalName", name, Names.Subdomain(name));
        if (spec.Text("clusterIP") is { Length: > 0 }) causes.Add(Cause.Forbidden("spec.clusterIPs", "may not be set for ExternalName services"));
    }

    private static void Ports(JsonObject spec, List<JsonObject> ports, string? type, List<Cause> causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
        {
            var path = $"spec.ports[{i}]";
            var name = ports[i].Text("name") ?? "";
            if (name.Length == 0 && ports.Count > 1) causes.Add(Cause.Required($"{path}.name"));
            else if (name.Length > 0 && Names.Label(name).Any()) causes.AddInvalid($"{path}.name", name, Names.Label(name));
            else if (name.Length > 0 && !names.Add(name)) causes.Add(Cause.Duplicate($"{path}.name", name));
            var port = ports[i].Number("port");
            if (port is null or < 1 or > 65535) causes.Add(Cause.Invalid($"{path}.port", port ?? 0, "must be between 1 and 65535, inclusive"));
            causes.AddUnlessOneOf($"{path}.protocol", ports[i].Text("protocol"), "SCTP", "TCP", "UDP");
            PodRules.PortOrName(ports[i]["targetPort"], $"{path}.targetPort", causes);
            if (ports[i].Text("appProtocol") is { } protocol) causes.AddInvalid($"{path}.appProtocol", protocol, Names.Qualified(protocol));
            if (ports[i].Number("nodePort") is > 0 && type is "ClusterIP") causes.Add(Cause.Forbidden($"{path}.nodePort", "may not be used when `type` is 'ClusterIP'"));
            if (!numbers.Add($"{ports[i].Text("protocol")}/{port}")) causes.Add(Cause.Duplicate(path, Shown(ports[i])));
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
        causes.AddUnlessOneOf("spec.sessionAffinity", spec.Text("sessionAffinity"), "ClientIP", "None");
        if (spec.Text("sessionAffinity") == "ClientIP" && spec.Number("sessionAffinityConfig", "clientIP", "timeoutSeconds") is { } seconds and (<= 0 or > 86400))
        {
            causes.Add(Cause.Invalid("spec.sessionAffinityConfig.clientIP.timeoutSeconds", seconds, "must be greater than 0 and less than 86400"));
        }
    }

    private static void Families(JsonObject spec, List<Cause> causes)
    {
        var families = spec.Texts("ipFamilies").ToList();
        for (var i = 0; i < families.Count; i++)
        {
            if (families[i] == "IPv6") causes.Add(Cause.Invalid($"spec.ipFamilies[{i}]", families[i], "not configured on this cluster"));
        }
        if (spec.Text("ipFamilyPolicy") == "RequireDualStack") causes.Add(Cause.Invalid("spec.ipFamilyPolicy", "RequireDualStack", "this cluster is not configured for dual-stack services"));
    }
}
