namespace SiteBuilder.Model.Environments.Loading;

/// <summary>The shards that brands name, to be looked at once it is known which there are.</summary>
internal sealed class NamedShards
{
    private readonly List<(YamlSection Brand, string Shard)> _named = [];

    public void Add(YamlSection brand, string shard) => _named.Add((brand, shard));

    /// <summary>Reports those that are not there.</summary>
    public void Check(IReadOnlyList<string> shards)
    {
        foreach (var (brand, shard) in _named.Where(named => !shards.Contains(named.Shard)))
        {
            brand.Report("shard", $": there is no shard '{shard}'; known are {string.Join(", ", shards)}; further ones stand in database.shards");
        }
    }
}
