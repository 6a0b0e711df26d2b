namespace SiteBuilder.Storefront.Editor.Sessions;

/// <summary>A signed-in user.</summary>
/// <param name="Token">The access token, which goes with every question to the API.</param>
/// <param name="Claims">What it says.</param>
internal sealed record EditorSession(string Token, AccessClaims Claims);
