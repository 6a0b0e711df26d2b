namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>A request as a service behind the gateway got it.</summary>
internal sealed record ReceivedRequest(string Target, IReadOnlyDictionary<string, string> Headers, long BodyBytes);
