using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>Reads a kubeconfig into the library's own model. The library's way there prepares for all types of Kubernetes, which takes half a second.</summary>
internal static class KubeconfigFile
{
    /// <summary>
    /// The file; of several, as KUBECONFIG may name them, what kubectl makes of them: those that are not there do not count, of things with one name the first
    /// one does, and so does the first current context.
    /// </summary>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="YamlException">It is no YAML, or has other things where those of a kubeconfig belong.</exception>
    /// <exception cref="InvalidDataException">It is empty.</exception>
    public static K8SConfiguration Read(string path)
    {
        if (Files(path) is not { Count: > 1 } files)
        {
            return ReadOne(Files(path) is [var only] ? only : path);
        }

        var all = files.Select(ReadOne).ToList();
        return new K8SConfiguration
        {
            CurrentContext = all.Select(one => one.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name)),
            Contexts = [.. all.SelectMany(one => one.Contexts ?? []).DistinctBy(context => context.Name)],
            Clusters = [.. all.SelectMany(one => one.Clusters ?? []).DistinctBy(cluster => cluster.Name)],
            Users = [.. all.SelectMany(one => one.Users ?? []).DistinctBy(user => user.Name)],
            FileName = all[0].FileName,
        };
    }

    /// <summary>The one file to name to a person: of several the first that has the context.</summary>
    public static string With(string path, string context) =>
        Files(path) is { Count: > 1 } files ? files.FirstOrDefault(file => ReadOne(file).Contexts?.Any(one => one.Name == context) == true) ?? path : path;

    /// <summary>The proxy by which a cluster is reached (<c>proxy-url</c>), which the library's model lacks; null where the file names none.</summary>
    public static Uri? ProxyOf(string path, string? cluster)
    {
        var all = Files(path).Select(File.ReadAllText).Where(text => text.Contains("proxy-url", StringComparison.Ordinal))
            .SelectMany(text => new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<Proxies>(text).Clusters);
        return all.FirstOrDefault(one => one.Name == cluster)?.Cluster?.ProxyUrl is { Length: > 0 } url ? new Uri(url) : null;
    }

    /// <summary>The files that a path names and that are there.</summary>
    public static IReadOnlyList<string> Files(string path) => File.Exists(path) ? [path] : [.. path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(File.Exists).Distinct(StringComparer.Ordinal)];

    private static K8SConfiguration ReadOne(string path)
    {
        var config = new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<K8SConfiguration?>(File.ReadAllText(path)) ?? throw new InvalidDataException("it is empty");
        config.FileName = Path.GetFullPath(path);

        // certificates may be named by paths that begin at its folder
        var folder = Path.GetDirectoryName(config.FileName)!;
        foreach (var cluster in (config.Clusters ?? []).Select(cluster => cluster.ClusterEndpoint).OfType<ClusterEndpoint>())
        {
            cluster.CertificateAuthority = From(folder, cluster.CertificateAuthority);
        }

        foreach (var user in (config.Users ?? []).Select(user => user.UserCredentials).OfType<UserCredentials>())
        {
            (user.ClientCertificate, user.ClientKey) = (From(folder, user.ClientCertificate), From(folder, user.ClientKey));
        }

        return config;
    }

    private sealed class Proxies
    {
        [YamlMember(Alias = "clusters")]
        public List<ProxiedCluster> Clusters { get; init; } = [];
    }

    private sealed class ProxiedCluster
    {
        [YamlMember(Alias = "name")]
        public string? Name { get; init; }

        [YamlMember(Alias = "cluster")]
        public ProxiedEndpoint? Cluster { get; init; }
    }

    private sealed class ProxiedEndpoint
    {
        [YamlMember(Alias = "proxy-url")]
        public string? ProxyUrl { get; init; }
    }

    private static string? From(string folder, string? path) => string.IsNullOrEmpty(path) ? path : Path.Combine(folder, path);
}
