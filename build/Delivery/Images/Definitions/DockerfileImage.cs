using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images.Definitions;

/// <summary>An image that Docker Engine builds from a Dockerfile which begins with <c>ARG BASE</c> and <c>FROM ${BASE}</c>.</summary>
/// <param name="Name">Its short name, that of the folder.</param>
/// <param name="Folder">The build context, below the root, with forward slashes.</param>
public sealed record DockerfileImage(ImageName Name, string Folder) : ImageDefinition(Name)
{
    public override ImageName Below => ImageNames.Debian;

    /// <summary>Further build arguments.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();
}
