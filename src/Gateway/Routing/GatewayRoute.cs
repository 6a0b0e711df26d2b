namespace SiteBuilder.Gateway.Routing;

/// <summary>What a path leads to, and how, as the platform's route table says; the longest one that a request begins with counts.</summary>
public sealed record GatewayRoute
{
    /// <summary>The path and everything below it.</summary>
    public string Path { get; init; } = "";

    /// <summary>Who answers, for the log.</summary>
    public string Service { get; init; } = "";

    /// <summary>Its base URL.</summary>
    public Uri? Address { get; init; }

    /// <summary>The largest body, in bytes.</summary>
    public long LargestBody { get; init; }

    /// <summary>How many seconds the service may be silent.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>How often one address may ask. Default: no limit beside those of all routes.</summary>
    public GatewayRate? Rate { get; init; }

    /// <summary>Whether cookies pass, both ways. Default: false.</summary>
    public bool Cookies { get; init; }

    /// <summary>The service and how long it is waited for: what goes to one service in the same way fails and recovers together.</summary>
    internal string Cluster => $"{Service} ({TimeoutSeconds} s)";
}
