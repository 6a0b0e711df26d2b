namespace SiteBuilder.Delivery.Images.Definitions;

/// <summary>A small Debian with apt, which Dockerfiles start from. Made by mmdebstrap, without an engine.</summary>
public sealed record DebianImage() : ImageDefinition(ImageNames.Debian)
{
    public override bool IsDeployed => false;
}
