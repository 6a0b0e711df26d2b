namespace SiteBuilder.Rendering.Copies;

/// <summary>A page of a copied site.</summary>
/// <param name="Tag">The document's <see cref="HtmlDocument.Tag"/>, which is also in its key.</param>
/// <param name="Policy">Its content security policy.</param>
public sealed record CopiedPage(string Tag, string Policy);
