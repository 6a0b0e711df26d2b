namespace SiteBuilder.Delivery.Platform.Local;

/// <summary>How a sandbox came to run.</summary>
/// <param name="Action"><c>running</c>, <c>started</c> or <c>replaced</c> (another version of the program ran before).</param>
/// <param name="Ready">Where it answers.</param>
public sealed record SandboxStart(string Action, SandboxReady Ready);
