namespace SiteBuilder.Model.Environments;

/// <summary>The embedded one-process cluster. Everything listens on 127.0.0.1.</summary>
public sealed record SandboxSettings
{
    /// <summary>Prefix of its containers, network and volumes; a DNS label. Default: <c>sitebuilder</c>.</summary>
    public string Name { get; init; } = "sitebuilder";

    /// <summary>Port of the API server. Default: 6443.</summary>
    public int ApiPort { get; init; } = 6443;

    /// <summary>Port of the ingress. Default: 8080.</summary>
    public int IngressPort { get; init; } = 8080;

    /// <summary>Port of the registry. Default: 5055.</summary>
    public int RegistryPort { get; init; } = 5055;

    /// <summary>The network that pods get their addresses from. Default: <c>10.89.0.0/16</c>.</summary>
    public string PodCidr { get; init; } = "10.89.0.0/16";

    /// <summary>The network that services get their addresses from. Default: <c>10.97.0.0/16</c>.</summary>
    public string ServiceCidr { get; init; } = "10.97.0.0/16";
}
