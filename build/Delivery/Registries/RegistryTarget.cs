using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Registries;

/// <summary>Where images are pushed to.</summary>
/// <param name="Registry">Host, with a port where one is needed: <c>localhost:5055</c>.</param>
/// <param name="Prefix">Path before the image's name; empty = none.</param>
public sealed record RegistryTarget(string Registry, string Prefix)
{
    /// <summary>The repository of one image.</summary>
    public string RepositoryOf(ImageName image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Prefix.Length == 0 ? image.Value : $"{Prefix.Trim('/')}/{image}";
    }

    /// <summary>Registries of this machine speak plain HTTP, all others TLS.</summary>
    internal static Uri AddressOf(string registry)
    {
        var host = registry.Split(':')[0];
        var isLocal = host is "localhost" or "127.0.0.1" || host.EndsWith(".localhost", StringComparison.Ordinal);

        // *.localhost is not resolved everywhere, and "localhost" may mean ::1 first, where a local registry does not listen
        return isLocal ? new Uri($"http://127.0.0.1{registry[host.Length..]}/v2/") : new Uri($"https://{registry}/v2/");
    }
}
