using System.Text.Json;
using System.Text.Json.Serialization;
using SiteBuilder.Database;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Sites.Sharding;

/// <summary>The file of further databases and of the brands in them.</summary>
internal static class ShardsFile
{
    private const string Key = "ShardsFile";

    public static ShardMap Read(SettingsReader reader, DatabaseSettings main)
    {
        var shards = new Dictionary<string, DatabaseSettings>(StringComparer.Ordinal) { [ShardMap.Main] = main };
        var file = Parse(reader);
        foreach (var (name, shard) in file.Shards ?? [])
        {
            if (name == ShardMap.Main || shard?.Host is null || shard.Name is null || (shard.User is null) == (shard.UserFile is null) || shard.PasswordFile is null)
            {
                reader.Report(Key, name == ShardMap.Main
                    ? $"names the shard '{name}', which is the database of Sites:Database; choose another name"
                    : $"has a shard '{name}' that lacks one of host, name, user (or userFile) and passwordFile");
                continue;
            }

            var password = new MountedFile(shard.PasswordFile);
            if (password.Problem() is { } problem)
            {
                reader.Report(Key, $"has a shard '{name}' whose passwordFile {problem}");
            }

            var user = shard.UserFile is null ? null : new MountedFile(shard.UserFile);
            if (user?.Problem() is { } fault)
            {
                reader.Report(Key, $"has a shard '{name}' whose userFile {fault}");
                continue;
            }

            shards[name] = new DatabaseSettings(shard.Host, shard.Port ?? 5432, shard.Name, shard.User ?? user!.Read(), password) { Authority = main.Authority, Pooled = main.Pooled };
        }

        var brands = file.Brands ?? [];
        foreach (var (brand, shard) in brands.Where(entry => !shards.ContainsKey(entry.Value)))
        {
            reader.Report(Key, $"puts the brand '{brand}' into the shard '{shard}', which it does not name; known are {string.Join(", ", shards.Keys.Order(StringComparer.Ordinal))}");
        }

        return new ShardMap(shards, brands);
    }

    private static ShardsConfig Parse(SettingsReader reader)
    {
        var file = reader.File(Key);
        try
        {
            return file.Problem() is null ? JsonSerializer.Deserialize(file.Read(), ShardsJson.Default.ShardsConfig) ?? new(null, null) : new(null, null);
        }
        catch (JsonException problem)
        {
            reader.Report(Key, $"names the file '{file.Path}', which is not such as {{\"shards\": {{\"second\": {{\"host\", \"name\", \"user\", \"passwordFile\"}}}}, \"brands\": {{\"acme\": \"second\"}}}}: {problem.Message}");
            return new(null, null);
        }
    }
}

internal sealed record ShardsConfig(Dictionary<string, ShardConfig?>? Shards, Dictionary<string, string>? Brands);

internal sealed record ShardConfig(string? Host, int? Port, string? Name, string? User, string? UserFile, string? PasswordFile);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ShardsConfig))]
internal sealed partial class ShardsJson : JsonSerializerContext;
