namespace SiteBuilder.Sandbox.Http;

/// <summary>How the API is served.</summary>
public sealed record ApiOptions
{
    /// <summary>The bearer token of the administrator. Null lets everybody in, which only tests do.</summary>
    public string? Token { get; init; }

    /// <summary>Whether a client certificate lets its bearer in; whoever terminates TLS has checked it. Default true.</summary>
    public bool TrustClientCertificates { get; init; } = true;

    /// <summary>Host and port under which clients reach the server, as /api names it. Default 127.0.0.1:6443.</summary>
    public string Address { get; init; } = "127.0.0.1:6443";

    /// <summary>How long a watch lasts that names no time of its own. Default 30 minutes.</summary>
    public TimeSpan WatchTime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often a watch that asks for bookmarks gets one. Default one minute.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);
}
