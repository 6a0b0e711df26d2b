using System.Globalization;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>Builds the record from the root of a file; one reader per block.</summary>
internal static class EnvironmentReader
{
    public static DeliveryEnvironment Read(string name, YamlSection root)
    {
        if (!Scalars.DnsLabel.TryParse(name, out _))
        {
            root.Report(root.Start, name, $": expected a file name that is {Scalars.DnsLabel.Expected}, found '{name}.yaml'");
        }

        var hosts = new TakenHosts();
        var cluster = ClusterReader.Read(name, root.Section("cluster"));
        var shards = new NamedShards();
        var (registry, image, brands) = (Registry(root.Section("registry"), cluster.Sandbox), Base(root), BrandReader.Read(root, hosts, shards));
        var sizes = root.Section("services");
        var services = ServiceReader.Read(sizes);
        var database = DatabaseReader.Read(root.Section("database"), cluster.Sandbox, services);
        shards.Check([DatabaseSettings.MainShard, .. database.Shards]);
        YamlSection features;
        var environment = new DeliveryEnvironment
        {
            Name = name,
            Cluster = cluster,
            Registry = registry,
            Base = image,
            Brands = brands,
            Services = services,
            Database = database,
            Queue = Queue(root.Section("queue")),
            ObjectStorage = ObjectStorage(root.Section("objectStorage"), hosts),
            Secrets = SecretReader.Read(name, root.Section("secrets"), cluster.Sandbox),
            Ingress = Ingress(root.Section("ingress"), cluster.Sandbox),
            Waf = WafReader.Read(root.Section("waf"), cluster.Sandbox, brands, sizes),
            Features = Features(features = root.Section("features")),
            Gates = GateReader.Read(root.Section("gates")),
        };
        ScalingCheck.Run(features, environment.Features, sizes, services, cluster.Sandbox);
        root.Finish();
        return environment;
    }

    private static RegistrySettings Registry(YamlSection section, SandboxSettings? sandbox)
    {
        var registry = new RegistrySettings
        {
            Host = sandbox is null
                ? section.Required("host", Scalars.RegistryHost, "")
                : section.Optional("host", Scalars.RegistryHost, string.Create(CultureInfo.InvariantCulture, $"localhost:{sandbox.RegistryPort}")),
            Prefix = section.Optional("prefix", Scalars.RepositoryPrefix, "sitebuilder"),
        };
        section.Finish();
        return registry;
    }

    /// <summary>Either <c>base: bootstrap</c> or <c>base: {image: ...}</c>.</summary>
    private static BaseImage Base(YamlSection root)
    {
        if (!root.HasBlock("base"))
        {
            root.Required("base", BootstrapOrImage, "");
            return new BaseImage();
        }

        var section = root.Section("base");
        var image = new BaseImage { Reference = section.Required("image", Scalars.ImageByDigest, "") };
        section.Finish();
        return image;
    }

    private static Scalar<string> BootstrapOrImage { get; } = Scalars.Texts("'bootstrap' or an image by digest under base.image", text => text == "bootstrap");

    private static QueueSettings Queue(YamlSection section)
    {
        var defaults = new QueueSettings();
        var queue = new QueueSettings
        {
            Storage = section.Optional("storage", Scalars.Bytes, defaults.Storage),
            StorageClass = section.Optional<string?>("storageClass", Scalars.OptionalHostName, null),
        };
        section.Finish();
        return queue;
    }

    private static ObjectStorageSettings ObjectStorage(YamlSection section, TakenHosts hosts)
    {
        var defaults = new ObjectStorageSettings();
        var storage = new ObjectStorageSettings
        {
            Storage = section.Optional("storage", Scalars.Bytes, defaults.Storage),
            StorageClass = section.Optional<string?>("storageClass", Scalars.OptionalHostName, null),
            Host = section.Optional<string?>("host", Scalars.OptionalHostName, null),
        };
        if (storage.Host is { Length: > 0 } host && hosts.Take(host, "object storage", section.PlaceOf("host")) is { } problem)
        {
            section.Report("host", problem);
        }

        section.Finish();
        return storage;
    }

    private static IngressSettings Ingress(YamlSection section, SandboxSettings? sandbox)
    {
        var tls = section.Optional("tls", Scalars.Switch, sandbox is null);
        var ingress = new IngressSettings
        {
            Tls = tls,
            Port = section.Optional("port", Scalars.Port, sandbox?.IngressPort ?? (tls ? 443 : 80)),
            Class = section.Optional("class", Scalars.HostName, sandbox is null ? "nginx" : "sandbox"),
            Namespace = section.Optional("namespace", Scalars.NamespaceOfOthers, "ingress"),
        };
        if (sandbox is not null && ingress.Port != sandbox.IngressPort)
        {
            section.Report("port", $": {ingress.Port} is not the sandbox's ingressPort ({sandbox.IngressPort}); remove this, it follows the sandbox");
        }

        if (sandbox is not null && tls)
        {
            section.Report("tls", ": the sandbox serves without TLS; remove this");
        }

        section.Finish();
        return ingress;
    }

    private static FeatureSettings Features(YamlSection section)
    {
        var features = new FeatureSettings
        {
            Metrics = section.Optional("metrics", Scalars.Switch, false),
            Tracing = section.Optional<string?>("tracing", Scalars.OptionalHttpUrl, null),
            Keda = section.Optional<string?>("keda", Scalars.OptionalHttpUrl, null),
        };
        if (features.Tracing is { } collector && OutsideTable.NamespaceOf(new Uri(collector).Host) is { } name && ServiceTable.Namespaces.Contains(name))
        {
            section.Report("tracing", $": in {name} none but our services run, which take no traces; name a collector in another namespace, or outside");
        }

        section.Finish();
        return features;
    }
}
