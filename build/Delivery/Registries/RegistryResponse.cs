using System.Net;

namespace SiteBuilder.Delivery.Registries;

/// <summary>An answer of a registry that was read to its end.</summary>
internal sealed record RegistryResponse(HttpStatusCode Status, byte[] Body, Uri? Location, string? Digest, long? Length, string? MediaType)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public string Text => System.Text.Encoding.UTF8.GetString(Body);
}
