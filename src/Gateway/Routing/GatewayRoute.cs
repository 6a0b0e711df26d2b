namespace SiteBuilder.Gateway.Routing;

/// <summary>What a path leads to; the longest one that a request begins with counts.</summary>
/// <param name="Path">The path and everything below it.</param>
/// <param name="Service">Who answers; the setting of this name says where it is.</param>
public sealed record GatewayRoute(string Path, string Service)
{
    /// <summary>Whether passwords are tried here, so that the stricter limit counts.</summary>
    public bool TriesPasswords { get; init; }

    /// <summary>Whether bodies may be as large as files are.</summary>
    public bool TakesFiles { get; init; }

    /// <summary>Whether the service need not be deployed; its path then leads on as if the entry were not here.</summary>
    public bool MayBeMissing { get; init; }
}
