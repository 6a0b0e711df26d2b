using SiteBuilder.Delivery.Scanning.Trivy;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Scanning;

/// <summary>Applies an environment's gate to a report. Pure: the same report can be judged again when the gate changes.</summary>
public static class ScanJudge
{
    /// <summary>All findings of a report, the worst first.</summary>
    public static IReadOnlyList<Finding> Judge(TrivyReport report, ScanGate gate)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(gate);
        return [.. report.Results.SelectMany(Findings)
            .Select(f => f with { Blocks = Blocks(f, gate) })
            .DistinctBy(f => (f.Kind, f.Id, f.Where))
            .OrderByDescending(f => f.Blocks).ThenByDescending(f => f.Severity).ThenBy(f => f.Id, StringComparer.Ordinal).ThenBy(f => f.Where, StringComparer.Ordinal)];
    }

    private static bool Blocks(Finding finding, ScanGate gate) =>
        gate.Severities.Contains(finding.Severity) && !(gate.IgnoreUnfixed && finding.Kind == FindingKind.Vulnerability && finding.Fix is null);

    private static IEnumerable<Finding> Findings(TrivyResult result) =>
    [
        .. result.Vulnerabilities.Select(v => new Finding(FindingKind.Vulnerability, v.Id, v.Severity, $"{v.Package} {v.InstalledVersion}".Trim(), Blank(v.FixedVersion), v.Title)),
        .. result.Misconfigurations.Where(m => m.Status == "FAIL").Select(m => new Finding(FindingKind.Misconfiguration, m.Id, m.Severity, result.Target, Blank(m.Resolution), m.Message ?? m.Title)),
        .. result.Secrets.Select(s => new Finding(FindingKind.Secret, s.RuleId, s.Severity, $"{result.Target}:{s.StartLine}", "remove it from the image and replace it where it is used", s.Title)),
        .. result.Licenses.Select(l => new Finding(FindingKind.License, l.Name, l.Severity, l.Package ?? l.FilePath ?? result.Target, null, l.Category)),
    ];

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
