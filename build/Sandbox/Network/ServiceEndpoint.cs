using System.Net;

namespace SiteBuilder.Sandbox.Network;

/// <summary>One pod behind a Service; ports by the names of the Service's ports.</summary>
internal sealed record ServiceEndpoint(IPAddress Address, string? Hostname, bool Ready, IReadOnlyDictionary<string, int> Ports);
