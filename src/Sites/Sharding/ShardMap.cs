using SiteBuilder.Database;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Sites.Sharding;

/// <summary>Which brand is in which database, as the configuration says.</summary>
/// <param name="Shards">The databases by name; one is <see cref="Main"/>.</param>
/// <param name="Brands">The shard of each brand that is not in <see cref="Main"/>.</param>
public sealed record ShardMap(IReadOnlyDictionary<string, DatabaseSettings> Shards, IReadOnlyDictionary<string, string> Brands)
{
    /// <summary>The shard of every brand that the map does not name: the database of <c>Sites:Database</c>.</summary>
    public const string Main = "main";

    /// <summary>The shard that the configuration gives a brand.</summary>
    public string this[string brand] => Brands.GetValueOrDefault(brand, Main);

    /// <summary>Reads <c>Database</c> and, where it is set, the file of <c>ShardsFile</c>; problems go to the reader.</summary>
    public static ShardMap Read(SettingsReader reader)
    {
        var main = DatabaseSettings.Read(reader);
        return reader.OptionalText("ShardsFile") is null
            ? new ShardMap(new Dictionary<string, DatabaseSettings> { [Main] = main }, new Dictionary<string, string>())
            : ShardsFile.Read(reader, main);
    }
}
