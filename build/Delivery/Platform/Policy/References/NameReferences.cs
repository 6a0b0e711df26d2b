using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Platform.Policy.References;

/// <summary>What names another object: mounts, variables and autoscalers.</summary>
internal static class NameReferences
{
    public static IEnumerable<PolicyViolation> Mounts(ObjectSet set) =>
        from item in set.All
        let pod = ObjectSet.TemplateOf(item)
        where pod is not null
        from named in Named(pod).Distinct()
        where !IsMade(set, named.Kind, ObjectSet.NamespaceOf(item), named.Name)
        select new PolicyViolation(
            ObjectSet.IdOf(item), null, "mounts-have-a-maker", $"{named.Kind} {named.Name}, which the release does not make", $"a {named.Kind} of namespace {ObjectSet.NamespaceOf(item)}", "add it to the release, correct the name, or say optional: true");

    public static IEnumerable<PolicyViolation> Autoscalers(ObjectSet set) =>
        from item in set.OfKind("HorizontalPodAutoscaler", "ScaledObject")
        let target = Read.Node(item, "spec", "scaleTargetRef")
        let kind = Read.Text(target, "kind") ?? (Read.Text(item, "kind") == "ScaledObject" ? "Deployment" : "")
        where !set.Has(kind, ObjectSet.NamespaceOf(item), Read.Text(target, "name"))
        select new PolicyViolation(ObjectSet.IdOf(item), null, "autoscaler-has-a-target", $"{kind} {Read.Text(target, "name")}, which the release does not make", $"a workload of namespace {ObjectSet.NamespaceOf(item)}", "correct spec.scaleTargetRef, or remove the autoscaler");

    private static IEnumerable<(string Kind, string Name)> Named(JsonObject pod)
    {
        var volumes = Read.Node(pod, "spec") is JsonObject spec ? PodView.Items(spec, "volumes") : [];
        var sources = volumes.SelectMany(volume => volume["projected"] is JsonObject projected ? PodView.Items(projected, "sources") : [volume]);
        var variables = ObjectSet.Containers(pod).SelectMany(container => PodView.Items(container, "envFrom").Concat(PodView.Items(container, "env").Select(one => one["valueFrom"]).OfType<JsonObject>()));
        return sources.SelectMany(source => (IEnumerable<(string, JsonNode?, string)>)[("Secret", source["secret"], "secretName"), ("Secret", source["secret"], "name"), ("ConfigMap", source["configMap"], "name")])
            .Concat(variables.SelectMany(one => (IEnumerable<(string, JsonNode?, string)>)
                [("Secret", one["secretKeyRef"], "name"), ("Secret", one["secretRef"], "name"), ("ConfigMap", one["configMapKeyRef"], "name"), ("ConfigMap", one["configMapRef"], "name")]))
            .Where(one => Read.Text(one.Item2, "optional") != "true")
            .Select(one => (one.Item1, Name: Read.Text(one.Item2, one.Item3)))
            .Where(one => one.Name is not null)
            .Select(one => (one.Item1, one.Name!));
    }

    // a custom object may make a Secret: the certificate of cert-manager, the external secret, that of Vault
    private static bool IsMade(ObjectSet set, string kind, string ns, string name) => set.Has(kind, ns, name) || (kind == "Secret" && set.All.Any(item =>
        ObjectSet.NamespaceOf(item) == ns && name == (Read.Text(item, "spec", "secretName") ?? Read.Text(item, "spec", "target", "name") ?? Read.Text(item, "spec", "destination", "name"))));
}
