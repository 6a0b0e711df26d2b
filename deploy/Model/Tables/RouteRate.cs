namespace SiteBuilder.Model.Tables;

/// <summary>How often one address of a client may ask; what comes above it is answered with 429. Each pod that counts does so for itself.</summary>
public sealed record RouteRate
{
    private RouteRate(int requests, bool isPerMinute, int atOnce) => (Requests, IsPerMinute, AtOnce) = (requests, isPerMinute, atOnce);

    /// <summary>Requests that come back to an address in a second, or in a minute.</summary>
    public int Requests { get; }

    /// <summary>Whether <see cref="Requests"/> counts by the minute, not by the second.</summary>
    public bool IsPerMinute { get; }

    /// <summary>The most that one address may send in a moment; from 1.</summary>
    public int AtOnce { get; }

    /// <summary>As NGINX writes it, such as <c>100r/s</c>.</summary>
    public string Text => $"{Requests}r/{(IsPerMinute ? "m" : "s")}";

    /// <summary>So many a second, and so many in a moment.</summary>
    public static RouteRate PerSecond(int requests, int atOnce) => new(requests, false, atOnce);

    /// <summary>So many a minute, and so many in a moment.</summary>
    public static RouteRate PerMinute(int requests, int atOnce) => new(requests, true, atOnce);
}
