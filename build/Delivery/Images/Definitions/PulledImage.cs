using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images.Definitions;

/// <summary>An image of a registry that takes the place of one of ours, pinned by digest.</summary>
/// <param name="Name">The name it gets here.</param>
/// <param name="Reference"><c>registry/repository@sha256:...</c>.</param>
public sealed record PulledImage(ImageName Name, string Reference) : ImageDefinition(Name)
{
    public override bool IsDeployed => false;
}
