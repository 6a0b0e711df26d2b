namespace SiteBuilder.Model.Tables;

/// <summary>What becomes of the cookies of a route.</summary>
public enum RouteCookies
{
    /// <summary>The service gets none and sets none: both headers are taken away on the way.</summary>
    None,

    /// <summary>Both ways; whatever the service sets is kept from scripts (HttpOnly), from other sites (SameSite=Strict) and, with TLS, from plain connections (Secure).</summary>
    Session,
}
