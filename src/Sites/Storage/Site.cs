using SiteBuilder.ServiceDefaults.Brands;

namespace SiteBuilder.Sites.Storage;

/// <summary>A site of a brand: pages under one path of the brand's hosts.</summary>
public sealed class Site
{
    /// <summary>The site that is at <c>/</c>; every brand has it.</summary>
    public const string Main = SitePath.Main;

    /// <summary>The brand that owns the site.</summary>
    public required string Brand { get; init; }

    /// <summary>Its name within the brand.</summary>
    public required string Name { get; init; }

    /// <summary>The name that visitors read; null where it is the brand's.</summary>
    public string? Title { get; set; }

    /// <summary>The look, by its name; null where it is the brand's.</summary>
    public string? Theme { get; set; }

    /// <summary>Counts the changes of title and theme, from 1.</summary>
    public required int Version { get; set; }
}
