namespace SiteBuilder.Gateway.Routing;

/// <summary>Everything that leads through the gateway, a line each.</summary>
public static class Routes
{
    /// <summary>Whose keys tokens are checked with.</summary>
    public const string Auth = "Auth";

    /// <summary>All routes.</summary>
    public static IReadOnlyList<GatewayRoute> All { get; } =
    [
        new("/api", "Sites"),
        new("/api/auth", Auth),
        new("/api/auth/login", Auth) { TriesPasswords = true },
        new("/api/auth/register", Auth) { TriesPasswords = true },
        new("/api/media", "Media") { TakesFiles = true, MayBeMissing = true },
    ];
}
