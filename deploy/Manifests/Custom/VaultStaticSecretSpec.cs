namespace SiteBuilder.Manifests.Custom;

/// <summary>What the Vault Secrets Operator (v1beta1) is to bring into a Secret.</summary>
/// <param name="Version">The version of the entry, so that no new value comes before its roll-out.</param>
internal sealed record VaultStaticSecretSpec(string VaultAuthRef, string Mount, string Path, int Version, VaultDestination Destination)
{
    public string Type => "kv-v2";
}

internal sealed record VaultDestination(string Name, VaultTransformation Transformation)
{
    public bool Create => true;
}

/// <param name="Includes">Patterns of the keys that are brought.</param>
internal sealed record VaultTransformation(IReadOnlyList<string> Includes)
{
    /// <summary>Without the whole entry as Vault tells it.</summary>
    public bool ExcludeRaw => true;
}
