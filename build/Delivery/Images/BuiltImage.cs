using System.Text.Json.Serialization;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images;

/// <summary>One line of a <see cref="BuildReport"/>.</summary>
/// <param name="Name">The image.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Elapsed">Time spent on it, waiting for others left out.</param>
/// <param name="IsDeployed">Containers of it run somewhere: it is scanned and pushed.</param>
public sealed record BuiltImage(ImageName Name, ImageOutcome Outcome, TimeSpan Elapsed, bool IsDeployed)
{
    /// <summary>Hash of the inputs, 64 hexadecimal digits; null where it failed before they were known.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Digest of the manifest, the identity from here on; null where it failed.</summary>
    public string? Digest { get; init; }

    /// <summary>Bytes of all compressed layers.</summary>
    public long Size { get; init; }

    /// <summary>The OCI image layout.</summary>
    public string? LayoutFolder { get; init; }

    /// <summary>Which inputs made it necessary; empty where it was reused.</summary>
    public IReadOnlyList<string> Why { get; init; } = [];

    /// <summary>The message of the failure.</summary>
    public string? Error { get; init; }

    /// <summary>The failure itself, for this process.</summary>
    [JsonIgnore]
    public Exception? Failure { get; init; }
}
