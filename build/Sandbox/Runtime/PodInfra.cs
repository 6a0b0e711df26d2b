namespace SiteBuilder.Sandbox.Runtime;

/// <summary>The container that holds a pod's network. Attempt counts how often it had to be made anew.</summary>
internal sealed record PodInfra(string Id, int Attempt, string Address, bool Running);
