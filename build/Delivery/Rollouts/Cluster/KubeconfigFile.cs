using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>Reads a kubeconfig into the library's own model. The library's way there prepares for all types of Kubernetes, which takes half a second.</summary>
internal static class KubeconfigFile
{
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="YamlException">It is no YAML, or has other things where those of a kubeconfig belong.</exception>
    /// <exception cref="InvalidDataException">It is empty.</exception>
    public static K8SConfiguration Read(string path)
    {
        var config = new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<K8SConfiguration?>(File.ReadAllText(path)) ?? throw new InvalidDataException("it is empty");

        // certificates may be named by paths that begin at its folder
        config.FileName = Path.GetFullPath(path);
        return config;
    }
}
