namespace SiteBuilder.Model.Environments.Loading;

/// <summary>Which file names which cluster; each has one environment, as the namespaces of all are called the same.</summary>
internal sealed class TakenClusters
{
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>Reports what another file names already.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cluster">What it names.</param>
    /// <param name="section">Where it does.</param>
    public void Take(string file, ClusterSettings cluster, YamlSection section)
    {
        (string Key, string? Value)[] names = [("identity", cluster.Identity), ("context", cluster.Context)];
        foreach (var (key, value) in names)
        {
            if (value is not null && !_files.TryAdd($"{key} {value}", file))
            {
                section.Report(key, $": '{value}' is the cluster of {_files[$"{key} {value}"]} already; an environment has a cluster of its own");
            }
        }
    }
}
