namespace SiteBuilder.Rendering;

/// <summary>Which addresses may go into a page. Sites has checked them; one that a browser would run must not get through here either.</summary>
internal static class SafeLink
{
    private static readonly string[] Schemes = [Uri.UriSchemeHttps, Uri.UriSchemeHttp, Uri.UriSchemeMailto, "tel"];

    /// <summary>Whether it may be the source of a picture.</summary>
    public static bool Shows(string? url) => IsOnHost(url) || (Parse(url) is { } parsed && parsed.Scheme == Uri.UriSchemeHttps);

    /// <summary>Whether a click may lead there.</summary>
    public static bool Leads(string? url) => IsOnHost(url) || (Parse(url) is { } parsed && Schemes.Contains(parsed.Scheme));

    private static bool IsOnHost(string? url) => url is "/" or ['/', not '/' and not '\\', ..];

    private static Uri? Parse(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed : null;
}
