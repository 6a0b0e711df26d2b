namespace SiteBuilder.Model.Environments;

/// <summary>Where the base image of our services comes from: the file decides, never the network.</summary>
public sealed record BaseImage
{
    /// <summary>An image by digest, <c>host/repository@sha256:...</c>; null: we make it from Debian packages (<c>base: bootstrap</c>).</summary>
    public string? Reference { get; init; }

    /// <summary>True when we make the base ourselves.</summary>
    public bool IsBootstrapped => Reference is null;
}
