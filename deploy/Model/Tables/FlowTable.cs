using SiteBuilder.Model.Environments;

namespace SiteBuilder.Model.Tables;

/// <summary>Who calls whom inside the cluster, and why; calls from outside stand in <see cref="RouteTable"/>.</summary>
public static class FlowTable
{
    /// <summary>Those that are written here, and those that follow from the settings of plain services and from the routes behind them; sorted.</summary>
    public static IReadOnlyList<FlowEntry> All => s_all.Value;

    /// <summary>Those that an environment has.</summary>
    public static IEnumerable<FlowEntry> Of(DeliveryEnvironment environment) => All.Where(flow => flow.IsIn(environment));

    private static readonly IReadOnlyList<FlowEntry> s_own =
    [
        new(ServiceTable.Auth, ServiceTable.Pgbouncer, "Auth keeps users, sessions and signing keys in PostgreSQL"),
        new(ServiceTable.Auth, ServiceTable.Postgres, "Auth's tables are brought up to date under a lock that lasts longer than a transaction") { By = FlowCaller.Migration },
        new(ServiceTable.Media, ServiceTable.Auth, "Media asks for the public keys of access tokens"),
        new(ServiceTable.Media, ServiceTable.ObjectStorage, "Media keeps files and their variants in object storage") { By = FlowCaller.Both },
        new(ServiceTable.Pgbouncer, ServiceTable.Postgres, "The pooler has the connections that it lends"),
        new(ServiceTable.Postgres, ServiceTable.Postgres, "Members copy the primary's data and changes"),
        new(ServiceTable.Postgres, ServiceTable.Postgres, "A Job tells the primary the services' passwords") { By = FlowCaller.Migration, IsIn = SecretTable.Postgres.IsIn },
        new(ServiceTable.Postgres, ServiceTable.Postgres, "Members ask each other how far they are before one becomes the primary") { Port = ServiceTable.MemberPort },
        new(ServiceTable.Postgres, ServiceTable.Postgres, "A Job copies the data of a member") { Port = ServiceTable.BackupPort, By = FlowCaller.Backup, IsIn = SecretTable.PostgresBackups.IsIn },
        new(ServiceTable.Postgres, ServiceTable.ObjectStorage, "Members keep every change in object storage, and a Job copies of all data") { By = FlowCaller.Service | FlowCaller.Backup, IsIn = SecretTable.PostgresBackups.IsIn },
        new(ServiceTable.Publisher, ServiceTable.ObjectStorage, "Publisher writes copies of sites to object storage") { By = FlowCaller.Both },
        new(ServiceTable.Publisher, ServiceTable.RedisQueue, "Publisher takes orders from the stream"),
        Sentinel(ServiceTable.Publisher, ServiceTable.RedisQueue, "Publisher asks which member has the stream"),
        new(ServiceTable.Publisher, ServiceTable.Sites, "Publisher reads what is published"),
        new(ServiceTable.RedisCache, ServiceTable.RedisCache, "Members copy the primary"),
        Sentinel(ServiceTable.RedisCache, ServiceTable.RedisCache, "Sentinels agree on who the primary is"),
        new(ServiceTable.RedisQueue, ServiceTable.RedisQueue, "Members copy the primary"),
        Sentinel(ServiceTable.RedisQueue, ServiceTable.RedisQueue, "Sentinels agree on who the primary is"),
        new(ServiceTable.Sites, ServiceTable.Auth, "Sites asks for the public keys of access tokens"),
        new(ServiceTable.Sites, ServiceTable.Pgbouncer, "Sites keeps brands, pages and versions in PostgreSQL"),
        new(ServiceTable.Sites, ServiceTable.Postgres, "Sites' tables are brought up to date under a lock that lasts longer than a transaction") { By = FlowCaller.Migration },
        new(ServiceTable.Sites, ServiceTable.RedisCache, "Sites keeps published pages in the cache"),
        Sentinel(ServiceTable.Sites, ServiceTable.RedisCache, "Sites asks which member of the cache may be written"),
        new(ServiceTable.Sites, ServiceTable.RedisQueue, "Sites adds orders to the stream"),
        Sentinel(ServiceTable.Sites, ServiceTable.RedisQueue, "Sites asks which member has the stream"),
        new(ServiceTable.Storefront, ServiceTable.Gateway, "Storefront's editor asks the API in the name of its users"),
        new(ServiceTable.Storefront, ServiceTable.ObjectStorage, "Storefront reads copies of sites"),
        new(ServiceTable.Storefront, ServiceTable.Sites, "Storefront reads brands and published pages"),
    ];

    private static IEnumerable<FlowEntry> Derived =>
    [
        .. from service in ServiceTable.All
           from setting in service.Settings ?? []
           where setting.Calls is not null
           select new FlowEntry(service, setting.Calls!(), setting.Why),
        .. from route in RouteTable.All
           where route.Through is not null
           select new FlowEntry(route.Through!, route.Service, $"what is asked below {route.PathPrefix} is led there"),
    ];

    private static readonly Lazy<IReadOnlyList<FlowEntry>> s_all = new(() =>
    [
        .. s_own.Concat(Derived.GroupBy(flow => (flow.From, flow.To)).Select(same => new FlowEntry(same.Key.From, same.Key.To, string.Join("; ", same.Select(flow => flow.Why)))))
            .OrderBy(flow => flow.From.Name, StringComparer.Ordinal).ThenBy(flow => flow.To.Name, StringComparer.Ordinal).ThenBy(flow => flow.Port),
    ]);

    /// <summary>A call to a Sentinel; where there is one member, there is none.</summary>
    private static FlowEntry Sentinel(ServiceEntry from, ServiceEntry to, string why) =>
        new(from, to, why) { Port = ServiceTable.SentinelPort, IsIn = environment => environment.Services[to.Name].Replicas > 1 };
}
