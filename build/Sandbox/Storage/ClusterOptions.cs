namespace SiteBuilder.Sandbox.Storage;

/// <summary>What a cluster is made with.</summary>
public sealed record ClusterOptions
{
    /// <summary>The addresses of Services. Default 10.97.0.0/16; the first is the API server's.</summary>
    public string ServiceCidr { get; init; } = "10.97.0.0/16";

    /// <summary>The certificate (PEM) with which the API server's can be checked: the content of kube-root-ca.crt in every namespace. Default empty.</summary>
    public string RootCertificate { get; init; } = "";

    /// <summary>How many changes of each kind a watch can go back. Default 5,000; a watch from further back is answered with 410.</summary>
    public int History { get; init; } = 5000;
}
