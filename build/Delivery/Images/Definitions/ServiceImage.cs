using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images.Definitions;

/// <summary>A .NET service: published on the host, laid out in layers on top of the base; no engine is needed.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="ProjectPath">The project file, below the root, with forward slashes.</param>
public sealed record ServiceImage(ImageName Name, string ProjectPath) : ImageDefinition(Name)
{
    public override ImageName Below => ImageNames.Base;

    /// <summary>The assembly, which is named like the project.</summary>
    public string Assembly => Path.GetFileNameWithoutExtension(ProjectPath);
}
