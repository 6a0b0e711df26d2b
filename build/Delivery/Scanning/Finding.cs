using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Scanning;

/// <summary>One line of the table: what was found, where, and what fixes it.</summary>
/// <param name="Kind">What sort of thing it is.</param>
/// <param name="Id">Such as <c>CVE-2099-0001</c>.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Where">Package and installed version, or file.</param>
/// <param name="Fix">The version to go to, or what to do; null = nothing is known.</param>
/// <param name="Title">In words, where Trivy has any.</param>
public sealed record Finding(FindingKind Kind, string Id, VulnerabilitySeverity Severity, string Where, string? Fix, string? Title)
{
    /// <summary>True where the policy says that it fails the stage.</summary>
    public bool Blocks { get; init; }
}
