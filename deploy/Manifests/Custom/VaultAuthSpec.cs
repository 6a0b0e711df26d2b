namespace SiteBuilder.Manifests.Custom;

/// <summary>As whom the Vault Secrets Operator (v1beta1) reads for a namespace.</summary>
internal sealed record VaultAuthSpec(VaultKubernetesAuth Kubernetes)
{
    public string Method => "kubernetes";

    public string Mount => "kubernetes";
}

internal sealed record VaultKubernetesAuth(string Role, string ServiceAccount)
{
    public IReadOnlyList<string> Audiences => ["vault"];
}
