namespace SiteBuilder.Delivery.Scanning.Trivy;

/// <summary>The findings in one target.</summary>
public sealed record TrivyResult
{
    public required string Target { get; init; }

    /// <summary>Such as <c>os-pkgs</c>, <c>lang-pkgs</c>, <c>config</c>, <c>secret</c>, <c>license</c>.</summary>
    public string? Class { get; init; }

    /// <summary>Such as <c>debian</c>, <c>dotnet-core</c>, <c>dockerfile</c>.</summary>
    public string? Type { get; init; }

    public IReadOnlyList<TrivyVulnerability> Vulnerabilities { get; init => field = value ?? []; } = [];

    public IReadOnlyList<TrivyMisconfiguration> Misconfigurations { get; init => field = value ?? []; } = [];

    public IReadOnlyList<TrivySecret> Secrets { get; init => field = value ?? []; } = [];

    public IReadOnlyList<TrivyLicense> Licenses { get; init => field = value ?? []; } = [];

    /// <summary>Findings that a VEX document or an ignore file took out of the lists above.</summary>
    public IReadOnlyList<TrivySuppressedFinding> ExperimentalModifiedFindings { get; init => field = value ?? []; } = [];
}
