using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images.Definitions;

/// <summary>The names that the build itself knows.</summary>
public static class ImageNames
{
    /// <summary>Below the .NET services.</summary>
    public static ImageName Base { get; } = new("base");

    /// <summary>Below images from Dockerfiles.</summary>
    public static ImageName Debian { get; } = new("debian");

    /// <summary>The registry that the local environment runs.</summary>
    public static ImageName Registry { get; } = new("registry");
}
