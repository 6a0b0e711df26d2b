namespace SiteBuilder.Model.Tables;

/// <summary>Who calls whom inside the cluster, and why; calls from outside stand in <see cref="RouteTable"/>.</summary>
public static class FlowTable
{
    public static IReadOnlyList<FlowEntry> All { get; } =
    [
        new(ServiceTable.Auth, ServiceTable.Postgres, "Auth keeps users, sessions and signing keys in PostgreSQL"),
        new(ServiceTable.Gateway, ServiceTable.Auth, "Gateway leads the API of users there, and asks for the public keys of access tokens"),
        new(ServiceTable.Gateway, ServiceTable.Media, "Gateway leads uploads there"),
        new(ServiceTable.Gateway, ServiceTable.Sites, "Gateway leads the rest of the API there"),
        new(ServiceTable.Media, ServiceTable.Auth, "Media asks for the public keys of access tokens"),
        new(ServiceTable.Media, ServiceTable.ObjectStorage, "Media keeps files and their variants in object storage"),
        new(ServiceTable.Postgres, ServiceTable.Postgres, "Members copy the primary's data and changes"),
        new(ServiceTable.Postgres, ServiceTable.Postgres, "Members ask each other how far they are before one becomes the primary") { Port = ServiceTable.MemberPort },
        new(ServiceTable.Publisher, ServiceTable.ObjectStorage, "Publisher writes copies of sites to object storage"),
        new(ServiceTable.Publisher, ServiceTable.RedisQueue, "Publisher takes orders from the stream"),
        new(ServiceTable.Publisher, ServiceTable.RedisQueue, "Publisher asks which member has the stream") { Port = ServiceTable.SentinelPort },
        new(ServiceTable.Publisher, ServiceTable.Sites, "Publisher reads what is published"),
        new(ServiceTable.RedisCache, ServiceTable.RedisCache, "Members copy the primary"),
        new(ServiceTable.RedisCache, ServiceTable.RedisCache, "Sentinels agree on who the primary is") { Port = ServiceTable.SentinelPort },
        new(ServiceTable.RedisQueue, ServiceTable.RedisQueue, "Members copy the primary"),
        new(ServiceTable.RedisQueue, ServiceTable.RedisQueue, "Sentinels agree on who the primary is") { Port = ServiceTable.SentinelPort },
        new(ServiceTable.Sites, ServiceTable.Auth, "Sites asks for the public keys of access tokens"),
        new(ServiceTable.Sites, ServiceTable.Postgres, "Sites keeps brands, pages and versions in PostgreSQL"),
        new(ServiceTable.Sites, ServiceTable.RedisCache, "Sites keeps published pages in the cache"),
        new(ServiceTable.Sites, ServiceTable.RedisCache, "Sites asks which member of the cache may be written") { Port = ServiceTable.SentinelPort },
        new(ServiceTable.Sites, ServiceTable.RedisQueue, "Sites adds orders to the stream"),
        new(ServiceTable.Sites, ServiceTable.RedisQueue, "Sites asks which member has the stream") { Port = ServiceTable.SentinelPort },
        new(ServiceTable.Storefront, ServiceTable.Gateway, "Storefront's editor asks the API in the name of its users"),
        new(ServiceTable.Storefront, ServiceTable.ObjectStorage, "Storefront reads copies of sites"),
        new(ServiceTable.Storefront, ServiceTable.Sites, "Storefront reads brands and published pages"),
    ];
}
