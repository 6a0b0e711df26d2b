using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>What every pod on this node shares.</summary>
/// <param name="Address">This machine as pods see it.</param>
/// <param name="DnsAddress">Where pods ask for names; null where they keep the machine's resolver.</param>
/// <param name="Token">Makes the service account token of a pod.</param>
internal sealed record NodeFacts(string Name, string Address, string? DnsAddress, Func<JsonObject, string> Token);
