namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>The API takes the access token no longer.</summary>
internal sealed class SignedOutException() : Exception("The API refused the access token.");
