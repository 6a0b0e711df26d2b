namespace SiteBuilder.Rendering.Copies;

/// <summary>
/// What there is of a site in the object store: written last, so that all it names is there. Pages are called after their content; a new copy
/// leaves those of the old one alone until nobody asks for them any more.
/// </summary>
/// <param name="Brand">The brand.</param>
/// <param name="Site">The site within the brand.</param>
/// <param name="At">When it was copied.</param>
/// <param name="Pages">The pages by their slugs.</param>
public sealed record CopiedSite(string Brand, string Site, DateTimeOffset At, IReadOnlyDictionary<string, CopiedPage> Pages);
