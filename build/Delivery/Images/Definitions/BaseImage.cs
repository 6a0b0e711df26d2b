namespace SiteBuilder.Delivery.Images.Definitions;

/// <summary>
/// The minimal Debian root below the .NET services: libraries, CA certificates and time zones; no shell, no package manager; user <c>app</c> (1654).
/// Made by mmdebstrap, without an engine.
/// </summary>
public sealed record BaseImage() : ImageDefinition(ImageNames.Base)
{
    public override bool IsDeployed => false;
}
