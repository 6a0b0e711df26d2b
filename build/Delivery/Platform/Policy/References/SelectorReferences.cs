using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Platform.Policy.References;

/// <summary>What finds pods by their labels: Services, disruption budgets and network policies.</summary>
internal static class SelectorReferences
{
    private const string NamespaceName = "kubernetes.io/metadata.name";

    public static IEnumerable<PolicyViolation> Services(ObjectSet set)
    {
        foreach (var service in set.OfKind("Service").Where(item => Read.Node(item, "spec", "selector") is not null))
        {
            var selector = Read.Node(service, "spec", "selector")!;
            var pods = set.Pods(ObjectSet.NamespaceOf(service), selector).ToList();
            if (pods.Count == 0)
            {
                yield return NoPods(service, selector);
                continue;
            }

            foreach (var port in PodView.Items((JsonObject)service["spec"]!, "ports"))
            {
                var target = Read.Text(port, "targetPort") ?? Read.Text(port, "port")!;
                if (!pods.Exists(pod => ObjectSet.PortsOf(pod).Contains(target)))
                {
                    yield return new PolicyViolation(ObjectSet.IdOf(service), null, "service-port-exists", $"port {target}", $"one of {Ports(pods)}", "correct targetPort, or the ports of the containers");
                }
            }
        }
    }

    public static IEnumerable<PolicyViolation> Budgets(ObjectSet set) => set.OfKind("PodDisruptionBudget")
        .Where(item => !set.Pods(ObjectSet.NamespaceOf(item), Read.Node(item, "spec", "selector")).Any())
        .Select(item => NoPods(item, Read.Node(item, "spec", "selector")));

    /// <summary>A port that no pod has is a rule that opens nothing: the flow that was meant stays closed.</summary>
    public static IEnumerable<PolicyViolation> Policies(ObjectSet set)
    {
        foreach (var policy in set.OfKind("NetworkPolicy"))
        {
            var (spec, ns) = ((JsonObject)policy["spec"]!, ObjectSet.NamespaceOf(policy));
            var own = set.Pods(ns, spec["podSelector"]).ToList();
            var bySelector = spec["podSelector"] is JsonObject { Count: > 0 };
            if (bySelector && own.Count == 0)
            {
                yield return NoPods(policy, spec["podSelector"]);
            }

            var incoming = bySelector ? PodView.Items(spec, "ingress").Select(rule => (Rule: rule, Pods: own)) : [];
            var outgoing = from rule in PodView.Items(spec, "egress")
                           from peer in PodView.Items(rule, "to")
                           where peer["podSelector"] is not null
                           select (Rule: rule, Pods: set.Pods(Read.Text(peer, "namespaceSelector", "matchLabels", NamespaceName) ?? ns, peer["podSelector"]).ToList());
            foreach (var (rule, pods) in incoming.Concat(outgoing).Where(one => one.Pods.Count > 0))
            {
                foreach (var port in PodView.Items(rule, "ports").Select(port => Read.Text(port, "port")).OfType<string>().Where(port => !pods.Exists(pod => ObjectSet.PortsOf(pod).Contains(port))))
                {
                    yield return new PolicyViolation(ObjectSet.IdOf(policy), null, "policy-port-exists", $"port {port}", $"one of {Ports(pods)}", "correct the flow, or the ports of the containers");
                }
            }
        }
    }

    private static PolicyViolation NoPods(JsonObject item, JsonNode? selector) =>
        new(ObjectSet.IdOf(item), null, "selector-finds-pods", $"selector {selector?.ToJsonString()}, which finds no pod of the namespace", "labels of a workload of the release", "correct the selector, or the labels of the pods");

    private static string Ports(IEnumerable<JsonObject> pods) => string.Join(", ", pods.SelectMany(ObjectSet.PortsOf).Distinct().Order(StringComparer.Ordinal)) is { Length: > 0 } ports ? ports : "no port at all";
}
