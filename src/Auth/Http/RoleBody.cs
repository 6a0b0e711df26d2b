namespace SiteBuilder.Auth.Http;

/// <summary>What is sent to change a user's role: <c>viewer</c>, <c>editor</c> or <c>owner</c>.</summary>
public sealed record RoleBody(string Role);
