using SiteBuilder.Model.Images;

namespace SiteBuilder.Model.Environments;

/// <summary>
/// One environment: a file in <c>deploy/environments</c> and the cluster it names. Read and validated by <see cref="EnvironmentFiles"/>;
/// complete (every default filled in) and never changed behind.
/// </summary>
public sealed record DeliveryEnvironment
{
    /// <summary>The file's name without <c>.yaml</c>; the release name too. A DNS label.</summary>
    public required string Name { get; init; }

    /// <summary>The cluster that this environment may be rolled out to.</summary>
    public required ClusterSettings Cluster { get; init; }

    /// <summary>Where images are pushed to and pulled from.</summary>
    public required RegistrySettings Registry { get; init; }

    /// <summary>Where the base image comes from.</summary>
    public required BaseImage Base { get; init; }

    /// <summary>The tenants, in the order of the file; at least one.</summary>
    public required IReadOnlyList<Brand> Brands { get; init; }

    /// <summary>The size of every service of <see cref="Tables.ServiceTable"/>, by name.</summary>
    public required IReadOnlyDictionary<string, ServiceSettings> Services { get; init; }

    /// <summary>PostgreSQL. Default: see <see cref="DatabaseSettings"/>.</summary>
    public required DatabaseSettings Database { get; init; }

    /// <summary>The queue. Default: see <see cref="QueueSettings"/>.</summary>
    public required QueueSettings Queue { get; init; }

    /// <summary>Object storage. Default: see <see cref="ObjectStorageSettings"/>.</summary>
    public required ObjectStorageSettings ObjectStorage { get; init; }

    /// <summary>Where passwords and keys come from. Default: the cluster makes them.</summary>
    public required SecretSettings Secrets { get; init; }

    /// <summary>The way in from outside.</summary>
    public required IngressSettings Ingress { get; init; }

    /// <summary>The web application firewall. Default: see <see cref="WafSettings"/>.</summary>
    public required WafSettings Waf { get; init; }

    /// <summary>What is switched on. Default: nothing.</summary>
    public required FeatureSettings Features { get; init; }

    /// <summary>What must hold before and during a roll-out.</summary>
    public required GateSettings Gates { get; init; }

    /// <summary>The repository of an image here, without tag or digest: <c>host/prefix/name</c>.</summary>
    public string Repository(ImageName image) => $"{Registry.Host}/{Registry.Prefix}/{image}";

    /// <summary>The address of a brand's home page, such as <c>http://acme.localhost:8080/</c>.</summary>
    public Uri HomePage(Brand brand) => Address(brand.Hosts[0]);

    /// <summary>The address of a host as it is reached from outside.</summary>
    public Uri Address(string host) => new UriBuilder(Ingress.Tls ? "https" : "http", host, Ingress.Port).Uri;
}
