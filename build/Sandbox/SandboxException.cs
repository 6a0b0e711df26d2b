namespace SiteBuilder.Sandbox;

/// <summary>The sandbox cannot run as it was asked to; the message says what was found and what to do.</summary>
public sealed class SandboxException(string message, Exception? inner = null) : Exception(message, inner);
