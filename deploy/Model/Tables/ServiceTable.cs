using System.Reflection;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Model.Tables;

/// <summary>Every service of ours, sorted by name. Adding a service is an entry here (docs/add-a-service.md).</summary>
public static class ServiceTable
{
    /// <summary>The port of every .NET container that answers <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>; never routed from outside.</summary>
    public const int ManagementPort = 8081;

    /// <summary>The port on which the members of PostgreSQL ask each other how they are, and the node asks them.</summary>
    public const int MemberPort = 8008;

    /// <summary>The port on which each member of PostgreSQL lets its data be copied by who has a certificate for that.</summary>
    public const int BackupPort = 8432;

    /// <summary>The port on which the Sentinel beside each member of Redis says who the primary is.</summary>
    public const int SentinelPort = 26379;

    public static ServiceEntry Auth { get; } = new()
    {
        Name = "auth",
        Tier = Tier.Backend,
        Project = "src/Auth/SiteBuilder.Auth.csproj",
        Port = 80,
        ContainerPort = 8080,
        UserId = 1654,
        Scales = true,
        Migrates = true,
        DefaultSettings = new ServiceSettings { Replicas = 1, Cpu = ResourceRange.Of("100m", "1"), Memory = ResourceRange.Of("192Mi", "384Mi") },
    };

    public static ServiceEntry Gateway { get; } = new()
    {
        Name = "gateway",
        Tier = Tier.Backend,
        Project = "src/Gateway/SiteBuilder.Gateway.csproj",
        Port = 80,
        ContainerPort = 8080,
        UserId = 1654,
        Scales = true,
        Settings =
        [
            ServiceSetting.Address("Gateway__Auth", () => Auth, "Gateway asks for the public keys of access tokens"),
            ServiceSetting.Routes("Gateway__RoutesFile"),
            ServiceSetting.Brands("Gateway__BrandsFile"),
        ],
        DefaultSettings = new ServiceSettings { Replicas = 1, Cpu = ResourceRange.Of("100m", "1"), Memory = ResourceRange.Of("128Mi", "256Mi") },
    };

    public static ServiceEntry Media { get; } = new()
    {
        Name = "media",
        Tier = Tier.Backend,
        Project = "src/Media/SiteBuilder.Media.csproj",
        Port = 80,
        ContainerPort = 8080,
        UserId = 1654,
        Scales = true,
        Migrates = true,
        DefaultSettings = new ServiceSettings { Replicas = 1, Cpu = ResourceRange.Of("100m", "1"), Memory = ResourceRange.Of("192Mi", "512Mi") },
    };

    /// <summary>Keeps objects and speaks S3.</summary>
    public static ServiceEntry ObjectStorage { get; } = new()
    {
        Name = "object-storage",
        Tier = Tier.Database,
        Port = 9000,
        ContainerPort = 9000,
        UserId = 10003,
        Scales = false,
        DefaultSettings = new ServiceSettings { Replicas = 1, Cpu = ResourceRange.Of("100m", "1"), Memory = ResourceRange.Of("128Mi", "256Mi") },
    };

    /// <summary>Stands between services and a server of PostgreSQL, and lends them its connections for a transaction each.</summary>
    public static ServiceEntry Pgbouncer { get; } = new()
    {
        Name = "pgbouncer",
        Tier = Tier.Database,
        Port = 5432,
        ContainerPort = 6432,
        UserId = 10005,
        Scales = true,
        Limit = () => new(PoolerConnections.MostPoolers, "find no room among the connections of PostgreSQL"),
        PerShard = true,
        DefaultSettings = new ServiceSettings { Replicas = 1, Cpu = ResourceRange.Of("50m", "500m"), Memory = ResourceRange.Of("32Mi", "128Mi") },
    };

    public static ServiceEntry Postgres { get; } = new()
    {
        Name = "postgres",
        PerShard = true,
        Tier = Tier.Database,
        Port = 5432,
        ContainerPort = 5432,
        MetricsPort = 9187,
        UserId = 10001,
        Scales = false,
        Replicates = true,
        Limit = () => new(9, "cannot all follow one primary, which sends its changes to ten at once"),
        Migrates = true,
        DefaultSettings = new ServiceSettings { Replicas = 1, Cpu = ResourceRange.Of("100m", "1"), Memory = ResourceRange.Of("256Mi", "512Mi") },
    };

    /// <summary>Copies sites into object storage; nobody calls it.</summary>
    public static ServiceEntry Publisher { get; } = new()
    {
        Name = "publisher",
        Tier = Tier.Backend,
        Project = "src/Publisher/SiteBuilder.Publisher.csproj",
        Port = 80,
        ContainerPort = 8080,
        UserId = 1654,
        Scales = true,
        Migrates = true,
        DefaultSettings = new ServiceSettings { Replicas = 1, Cpu = ResourceRange.Of("50m", "1"), Memory = ResourceRange.Of("128Mi", "256Mi") },
    };

    /// <summary>Redis for what can be read again elsewhere.</summary>
    public static ServiceEntry RedisCache { get; } = new()
    {
        Name = "redis-cache",
        Image = new("redis"),
        Tier = Tier.Database,
        Port = 6379,
        ContainerPort = 6379,
        MetricsPort = 9121,
        UserId = 10002,
        Scales = false,
        Replicates = true,
        LeastReplicas = 3,
        DefaultSettings = new ServiceSettings { Replicas = 1, Cpu = ResourceRange.Of("50m", "500m"), Memory = ResourceRange.Of("64Mi", "128Mi") },
    };

    /// <summary>Redis for what is to be done and nobody else has.</summary>
    public static ServiceEntry RedisQueue { get; } = RedisCache with { Name = "redis-queue" };

    public static ServiceEntry Sites { get; } = new()
    {
        Name = "sites",
        Tier = Tier.Backend,
        Project = "src/Sites/SiteBuilder.Sites.csproj",
        Port = 80,
        ContainerPort = 8080,
        UserId = 1654,
        Scales = true,
        Migrates = true,
        Shards = true,
        DefaultSettings = new ServiceSettings { Replicas = 1, Cpu = ResourceRange.Of("100m", "1"), Memory = ResourceRange.Of("192Mi", "384Mi") },
    };

    public static ServiceEntry Storefront { get; } = new()
    {
        Name = "storefront",
        Tier = Tier.Frontend,
        Project = "src/Storefront/SiteBuilder.Storefront.csproj",
        Port = 80,
        ContainerPort = 8080,
        UserId = 1654,
        Scales = true,
        DefaultSettings = new ServiceSettings { Replicas = 1, Cpu = ResourceRange.Of("100m", "1"), Memory = ResourceRange.Of("128Mi", "256Mi") },
    };

    /// <summary>The web application firewall; it leads to every service that is routed from outside.</summary>
    public static ServiceEntry Waf { get; } = new()
    {
        Name = "waf",
        Tier = Tier.Frontend,
        Port = 80,
        ContainerPort = 8080,
        UserId = 10004,
        Scales = true,
        RunsIn = environment => environment.Waf.Mode != WafMode.Off,
        DefaultSettings = new ServiceSettings { Replicas = 1, Cpu = ResourceRange.Of("100m", "2"), Memory = ResourceRange.Of("128Mi", "512Mi") },
    };

    /// <summary>All entries above.</summary>
    public static IReadOnlyList<ServiceEntry> All { get; } =
    [
        .. typeof(ServiceTable).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == typeof(ServiceEntry))
            .Select(property => (ServiceEntry)property.GetValue(null)!).OrderBy(service => service.Name, StringComparer.Ordinal),
    ];

    /// <summary>Those that run in an environment.</summary>
    public static IEnumerable<ServiceEntry> Of(DeliveryEnvironment environment) => All.Where(service => service.RunsIn(environment));

    /// <summary>The namespaces that they run in, sorted.</summary>
    public static IReadOnlyList<string> Namespaces { get; } = [.. All.Select(service => service.Namespace).Distinct().Order(StringComparer.Ordinal)];
}
