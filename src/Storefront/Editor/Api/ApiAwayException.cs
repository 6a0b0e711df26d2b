namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>The API did not answer, or not with what was asked.</summary>
internal sealed class ApiAwayException(string message, Exception? inner = null) : Exception(message, inner);
