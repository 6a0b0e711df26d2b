namespace SiteBuilder.Delivery.Scanning.Trivy;

/// <summary>A finding that was set aside, and by whom.</summary>
public sealed record TrivySuppressedFinding
{
    /// <summary>Such as <c>vulnerability</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Such as <c>not_affected</c> or <c>ignored</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>Why.</summary>
    public string? Statement { get; init; }

    /// <summary>The document that says so.</summary>
    public string? Source { get; init; }
}
