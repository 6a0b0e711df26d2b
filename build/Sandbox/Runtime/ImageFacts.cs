namespace SiteBuilder.Sandbox.Runtime;

/// <summary>What a pod needs to know of an image.</summary>
/// <param name="Id">What containers are made from.</param>
/// <param name="Reference">repository@digest where it has one, else the id: the imageID of a container status.</param>
/// <param name="User">The user it asks for; empty for root.</param>
/// <param name="Size">Bytes.</param>
internal sealed record ImageFacts(string Id, string Reference, string User, long Size);
