namespace SiteBuilder.Gateway.Routing;

/// <summary>How often one address may ask for a brand on a route.</summary>
/// <param name="Requests">Requests that come back to an address in a second, or in a minute.</param>
/// <param name="PerMinute">Whether they count by the minute.</param>
/// <param name="AtOnce">The most that one address may send in a moment.</param>
public sealed record GatewayRate(int Requests, bool PerMinute, int AtOnce);
