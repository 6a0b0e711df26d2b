namespace SiteBuilder.Sandbox.Rules.Policies;

/// <summary>A policy does not admit a request.</summary>
/// <param name="Reason">Of the Status; null for Invalid.</param>
internal sealed record PolicyDecision(string Message, string? Reason = null);
