using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>How traffic from outside and inside comes to a Service.</summary>
internal static class ServiceTrafficRules
{
    private const string BalancerOnly = "may only be used when `type` is 'LoadBalancer'";
    private const string RangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";

    public static void Check(JsonObject obj, JsonObject spec, string type, List<Cause> causes)
    {
        SourceRanges(obj, spec, type, causes);
        if (spec["allocateLoadBalancerNodePorts"] is not null && type != "LoadBalancer") causes.Add(Cause.Forbidden("spec.allocateLoadBalancerNodePorts", BalancerOnly));
        if (spec.Text("loadBalancerClass") is { } name)
        {
            if (type == "LoadBalancer") causes.AddInvalid("spec.loadBalancerClass", name, Names.Qualified(name));
            else causes.Add(Cause.Forbidden("spec.loadBalancerClass", BalancerOnly));
        }
        Outside(spec, type, causes);
        causes.AddUnlessOneOf("spec.internalTrafficPolicy", spec.Text("internalTrafficPolicy"), "Cluster", "Local");
        causes.AddUnlessOneOf("spec.trafficDistribution", spec.Text("trafficDistribution"), "PreferClose", "PreferSameZone", "PreferSameNode");
    }

    public static IEnumerable<string> Warnings(JsonObject obj, JsonObject? old)
    {
        var spec = obj.Object("spec") ?? [];
        if (obj.At("metadata", "annotations", "service.kubernetes.io/topology-aware-hints") is not null)
        {
            yield return "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead";
        }
        var (type, external) = (spec.Text("type"), spec.Texts("externalIPs").Any());
        var headless = type == "ClusterIP" && ServiceRules.IsHeadless(spec);
        if (headless)
        {
            if (spec.Text("loadBalancerIP") is { Length: > 0 }) yield return "spec.loadBalancerIP is ignored for headless services";
            if (external) yield return "spec.externalIPs is ignored for headless services";
            if (spec.Text("sessionAffinity") != "None") yield return "spec.SessionAffinity is ignored for headless services";
        }
        var at = 0;
        foreach (var warning in spec.Texts("externalIPs").SelectMany(a => AddressRules.Warnings(a, $"spec.externalIPs[{at++}]"))) yield return warning;
        if (external && !headless && type != "ExternalName") yield return "spec.externalIPs is deprecated and may no longer be implemented in some clusters";
        if (type == "ExternalName" && external) yield return "spec.externalIPs is ignored when spec.type is \"ExternalName\"";
        if (type != "ExternalName" && spec.Text("externalName") is { Length: > 0 }) yield return "spec.externalName is ignored when spec.type is not \"ExternalName\"";
        if (spec.Text("trafficDistribution") == "PreferClose") yield return "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"";
    }

    private static void SourceRanges(JsonObject obj, JsonObject spec, string type, List<Cause> causes)
    {
        var ranges = spec.Texts("loadBalancerSourceRanges").ToList();
        if (ranges.Count > 0)
        {
            if (type != "LoadBalancer") causes.Add(Cause.Forbidden("spec.LoadBalancerSourceRanges", BalancerOnly));
            for (var i = 0; i < ranges.Count; i++) AddressRules.Range(ranges[i].Trim(), $"spec.LoadBalancerSourceRanges[{i}]", causes);
        }
        else if (obj.Text("metadata", "annotations", RangesAnnotation) is { } annotated)
        {
            var path = $"metadata.annotations[{RangesAnnotation}]";
            if (type != "LoadBalancer") causes.Add(Cause.Forbidden(path, BalancerOnly));
            foreach (var range in annotated.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) AddressRules.Range(range, path, causes);
        }
    }

    private static void Outside(JsonObject spec, string type, List<Cause> causes)
    {
        var reachable = type is "NodePort" or "LoadBalancer" || (type == "ClusterIP" && spec.Texts("externalIPs").Any());
        var policy = spec.Text("externalTrafficPolicy");
        if (reachable) causes.AddUnlessOneOf("spec.externalTrafficPolicy", policy, "Cluster", "Local");
        else if (policy is { Length: > 0 }) causes.Add(Cause.Invalid("spec.externalTrafficPolicy", policy, "may only be set for externally-accessible services"));
        if (spec.Number("healthCheckNodePort") is not { } port || port == 0) return;
        if (type == "LoadBalancer" && policy == "Local") causes.AddPort("spec.healthCheckNodePort", port);
        else causes.Add(Cause.Invalid("spec.healthCheckNodePort", port, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"));
    }
}
