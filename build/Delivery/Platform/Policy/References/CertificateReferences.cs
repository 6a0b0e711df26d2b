using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Platform.Policy.References;

/// <summary>Hosts that are served, and the certificates that they are served with.</summary>
internal static class CertificateReferences
{
    /// <summary>
    /// Where any Ingress is served over TLS, every host is, by that Ingress or another: one that was forgotten would be served with the wrong certificate, or in the
    /// clear. An entry without a Secret takes the controller's own certificate.
    /// </summary>
    public static IEnumerable<PolicyViolation> Hosts(ObjectSet set)
    {
        var ingresses = set.OfKind("Ingress").Select(item => (Item: item, Spec: (JsonObject)item["spec"]!)).ToList();
        if (!ingresses.Exists(ingress => PodView.Items(ingress.Spec, "tls").Any()))
        {
            yield break;
        }

        var covered = ingresses.SelectMany(ingress => PodView.Items(ingress.Spec, "tls")).SelectMany(entry => (entry["hosts"] as JsonArray ?? []).Select(host => host?.ToString())).OfType<string>().ToList();
        foreach (var (item, spec) in ingresses)
        {
            foreach (var host in PodView.Items(spec, "rules").Select(rule => Read.Text(rule, "host")).OfType<string>().Where(host => !covered.Exists(one => Covers(one, host))))
            {
                yield return new PolicyViolation(ObjectSet.IdOf(item), null, "host-has-a-certificate", $"host {host} in no entry of spec.tls", "every host in one", "add the host to spec.tls");
            }

            foreach (var secret in PodView.Items(spec, "tls").Select(entry => Read.Text(entry, "secretName")).OfType<string>().Where(secret => !IsMade(set, item, secret)))
            {
                yield return new PolicyViolation(
                    ObjectSet.IdOf(item), null, "host-has-a-certificate", $"Secret {secret}, which nobody makes", "a Secret or a Certificate of the release, or the annotation of an issuer", "add one of them, or leave out secretName");
            }
        }
    }

    private static bool Covers(string pattern, string host) => pattern == host || (pattern.StartsWith("*.", StringComparison.Ordinal) && host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && host[dot..] == pattern[1..]);

    private static bool IsMade(ObjectSet set, JsonObject ingress, string secret) =>
        set.Has("Secret", ObjectSet.NamespaceOf(ingress), secret)
        || set.OfKind("Certificate").Any(item => ObjectSet.NamespaceOf(item) == ObjectSet.NamespaceOf(ingress) && Read.Text(item, "spec", "secretName") == secret)
        || (Read.Node(ingress, "metadata", "annotations") as JsonObject ?? []).Any(annotation => annotation.Key is "cert-manager.io/issuer" or "cert-manager.io/cluster-issuer");
}
