using k8s;

namespace SiteBuilder.Bench.Rollout;

/// <summary>A kubeconfig that goes another way to the same API server.</summary>
internal static class DistantKubeconfig
{
    public static string Write(string kubeconfig, Uri address, string folder)
    {
        var config = KubernetesClientConfiguration.LoadKubeConfig(kubeconfig);
        foreach (var cluster in config.Clusters)
        {
            cluster.ClusterEndpoint.Server = address.AbsoluteUri;

            // its certificate names the server, not the way; everything stays on this machine
            cluster.ClusterEndpoint.SkipTlsVerify = true;
            cluster.ClusterEndpoint.CertificateAuthority = null;
            cluster.ClusterEndpoint.CertificateAuthorityData = null;
        }

        var file = Path.Combine(folder, "distant-kubeconfig");
        File.WriteAllText(file, KubernetesYaml.Serialize(config));
        return file;
    }
}
