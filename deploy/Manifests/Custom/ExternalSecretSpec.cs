namespace SiteBuilder.Manifests.Custom;

/// <summary>What the External Secrets Operator (v1) is to bring into a Secret.</summary>
internal sealed record ExternalSecretSpec(ExternalSecretStore SecretStoreRef, ExternalSecretTarget Target, IReadOnlyList<ExternalSecretData> Data)
{
    /// <summary>Once: what a rotation brings is a Secret of another name.</summary>
    public string RefreshPolicy => "CreatedOnce";
}

internal sealed record ExternalSecretStore(string Name)
{
    public string Kind => "ClusterSecretStore";
}

internal sealed record ExternalSecretTarget(string Name)
{
    public string CreationPolicy => "Owner";

    public bool Immutable => true;
}

internal sealed record ExternalSecretData(string SecretKey, ExternalSecretReference RemoteRef);

internal sealed record ExternalSecretReference(string Key, string Property);
