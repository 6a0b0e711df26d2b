namespace SiteBuilder.Model.Tables;

/// <summary>One variable of a plain .NET service, and what follows from it.</summary>
public sealed record ServiceSetting
{
    /// <summary>Where the file with the brands is in a container.</summary>
    public const string BrandsPath = "/etc/brands/brands.json";

    /// <summary>Where the file with the routes behind a service is in a container.</summary>
    public const string RoutesPath = "/etc/routes/routes.json";

    private ServiceSetting(string name, Func<string> value) => (Name, Value) = (name, value);

    /// <summary>Such as <c>Gateway__Sites</c>.</summary>
    public string Name { get; }

    /// <summary>Its value; asked for when all tables are there, as they speak of each other.</summary>
    public Func<string> Value { get; }

    /// <summary>The service whose address it is; that one may then be called. Default: none.</summary>
    public Func<ServiceEntry>? Calls { get; private init; }

    /// <summary>What it is called for. Default: nothing is called.</summary>
    public string Why { get; private init; } = "";

    /// <summary>Whether it is the path of the file with the brands, which is then mounted.</summary>
    public bool ReadsBrands { get; private init; }

    /// <summary>Whether it is the path of the file with the entries of <see cref="RouteTable"/> behind the service, which is then mounted; those may be called.</summary>
    public bool ReadsRoutes { get; private init; }

    /// <summary>A fixed text.</summary>
    public static ServiceSetting Text(string name, string value) => new(name, () => value);

    /// <summary>The address of another service, which opens the way to it.</summary>
    public static ServiceSetting Address(string name, Func<ServiceEntry> service, string why) => new(name, () => AddressOf(service())) { Calls = service, Why = why };

    /// <summary>The file with the brands of the environment.</summary>
    public static ServiceSetting Brands(string name) => new(name, () => BrandsPath) { ReadsBrands = true };

    /// <summary>The file with the routes behind the service.</summary>
    public static ServiceSetting Routes(string name) => new(name, () => RoutesPath) { ReadsRoutes = true };

    /// <summary>The file with a key of a secret whose readers the service is among.</summary>
    public static ServiceSetting Secret(string name, Func<SecretEntry> secret, string key) => new(name, () => $"/etc/secrets/{secret().Group}/{key}");

    /// <summary>A service's address: a .NET service is asked over HTTP; others have ways of their own.</summary>
    public static string AddressOf(ServiceEntry service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.Project is null ? $"{service.ClusterHost}:{service.Port}" : $"http://{service.ClusterHost}{(service.Port == 80 ? "" : $":{service.Port}")}";
    }
}
