namespace SiteBuilder.Delivery.Scanning.Trivy;

/// <summary>
/// A report of Trivy in its JSON form, schema version 2, as far as a gate needs it. Members that Trivy adds later are tolerated; those without
/// which a report cannot be judged are required.
/// </summary>
public sealed record TrivyReport
{
    /// <summary>The schema that this model reads.</summary>
    public const int SupportedSchema = 2;

    public required int SchemaVersion { get; init; }

    /// <summary>What was scanned: an image, a folder, a file.</summary>
    public string ArtifactName { get; init; } = "";

    /// <summary>Such as <c>container_image</c> or <c>filesystem</c>.</summary>
    public string? ArtifactType { get; init; }

    public TrivyMetadata? Metadata { get; init; }

    /// <summary>One entry per target: the operating system's packages, a lock file, a Dockerfile. Absent where nothing was found to look at.</summary>
    public IReadOnlyList<TrivyResult> Results { get; init => field = value ?? []; } = [];
}
