using SiteBuilder.Model.Tables;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>The block <c>database</c>.</summary>
internal static class DatabaseReader
{
    public static DatabaseSettings Read(YamlSection section, SandboxSettings? sandbox, IReadOnlyDictionary<string, ServiceSettings> services)
    {
        var defaults = new DatabaseSettings();
        var database = new DatabaseSettings
        {
            Storage = section.Optional("storage", Scalars.Bytes, defaults.Storage),
            StorageClass = section.Optional<string?>("storageClass", Scalars.OptionalHostName, null),
            Synchronous = section.Optional("synchronous", Scalars.Switch, defaults.Synchronous),
            Shards = Shards(section),
            Spread = section.Optional("spread", Scalars.OneOf<MemberSpread>(), sandbox is null ? defaults.Spread : MemberSpread.Any),
            Backups = Backups(section.Section("backups"), sandbox),
        };
        if (database.Synchronous && services[ServiceTable.Postgres.Name].Replicas == 1)
        {
            section.Report("synchronous", $": one pod has no replica that a commit could wait for; set services.{ServiceTable.Postgres.Name}.replicas to 2 or more, or remove this");
        }

        List<string> replicated = [.. ServiceTable.All.Where(service => service.Replicates).Select(service => service.Name)];
        if (sandbox is not null && database.Spread != MemberSpread.Any)
        {
            section.Report("spread", ": the sandbox is one host in one zone; remove this");
        }
        else if (database.Spread == MemberSpread.Zone && replicated.All(name => services[name].Replicas == 1))
        {
            section.Report("spread", $": one pod has no other to be kept apart from; set replicas of one of {string.Join(", ", replicated)} in services, or remove this");
        }

        section.Finish();
        return database;
    }

    private static BackupSettings Backups(YamlSection section, SandboxSettings? sandbox)
    {
        var defaults = new BackupSettings();
        var backups = new BackupSettings
        {
            Enabled = section.Optional("enabled", Scalars.Switch, sandbox is null),
            Schedule = section.Optional("schedule", Scalars.Schedule, defaults.Schedule),
            FullEvery = section.Optional("fullEvery", Scalars.Days, defaults.FullEvery),
            Keep = section.Optional("keep", Scalars.Copies, defaults.Keep),
        };
        foreach (var key in ((string[])["schedule", "fullEvery", "keep"]).Where(key => !backups.Enabled && section.Has(key)))
        {
            section.Report(key, ": there are no back-ups here; set database.backups.enabled to true, or remove this");
        }

        section.Finish();
        return backups;
    }

    private static IReadOnlyList<string> Shards(YamlSection section)
    {
        if (section.List("shards", Scalars.ShardName, "") is not { } shards)
        {
            return [];
        }

        var named = new List<string>();
        foreach (var shard in shards)
        {
            if (shard.Value == DatabaseSettings.MainShard || named.Contains(shard.Value))
            {
                section.Report(shard.Place, "shards", $": there is a shard '{shard.Value}' already");
            }
            else if (shard.Value.Length > 0)
            {
                named.Add(shard.Value);
            }
        }

        return named;
    }
}
