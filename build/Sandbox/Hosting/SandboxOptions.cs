using System.Security.Cryptography;
using System.Text;

namespace SiteBuilder.Sandbox.Hosting;

/// <summary>How a sandbox is run. Ports are of 127.0.0.1; port 0 takes a free one.</summary>
public sealed record SandboxOptions
{
    /// <summary>Name of the sandbox, of its node and of the context in its kubeconfig.</summary>
    public required string Name { get; init; }

    /// <summary>Everything it keeps: cluster state, volumes, certificates, log.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where the kubeconfig is written. Default: kubeconfig in the data directory.</summary>
    public string? KubeconfigPath { get; init; }

    /// <summary>Default 6443.</summary>
    public int ApiPort { get; init; } = 6443;

    /// <summary>Default 8080.</summary>
    public int IngressPort { get; init; } = 8080;

    /// <summary>Addresses of pods, an IPv4 range of a network of its own. Default 10.89.0.0/16.</summary>
    public string PodCidr { get; init; } = "10.89.0.0/16";

    /// <summary>Addresses of Services. Default 10.97.0.0/16.</summary>
    public string ServiceCidr { get; init; } = "10.97.0.0/16";

    /// <summary>Default Docker.</summary>
    public SandboxRuntime Runtime { get; init; } = SandboxRuntime.Docker;

    /// <summary>Value of the label sitebuilder.dev/cluster on Namespace kube-system. Default: the name.</summary>
    public string? Identity { get; init; }

    /// <summary>Written when all is ready: {pid, program (its folder), api, ingress}. Default: none.</summary>
    public string? ReadyFile { get; init; }

    internal string Kubeconfig => Path.GetFullPath(KubeconfigPath ?? Path.Combine(DataDirectory, "kubeconfig"));

    /// <summary>The mark on all that belongs to this sandbox: its name and where its data are, so that two of one name never meet.</summary>
    internal string Id => IdOf(Name, DataDirectory);

    internal static string IdOf(string name, string dataDirectory) =>
        $"{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(dataDirectory).TrimEnd('/'))))[..8]}";
}
