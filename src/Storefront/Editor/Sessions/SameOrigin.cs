namespace SiteBuilder.Storefront.Editor.Sessions;

/// <summary>Whether a write comes from a page of the same host. Browsers say so themselves, and scripts of other sites cannot change what they say.</summary>
internal static class SameOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";

    public static bool Sent(HttpRequest request)
    {
        if (request.Headers[FetchSite] is [{ } site])
        {
            return site == "same-origin";
        }

        // browsers leave it out where the connection is not encrypted; the scheme may have been another one before the ingress
        return request.Headers.Origin is [{ } origin] && Uri.TryCreate(origin, UriKind.Absolute, out var sender)
            && string.Equals(sender.Authority, new UriBuilder(sender.Scheme, request.Host.Host, request.Host.Port ?? -1).Uri.Authority, StringComparison.OrdinalIgnoreCase);
    }
}
