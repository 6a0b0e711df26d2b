using System.Text.Json;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Scanning.Trivy;

/// <summary>Reads reports of Trivy.</summary>
public static class TrivyReportReader
{
    /// <summary>Reads one report.</summary>
    /// <param name="path">The file; named in errors.</param>
    /// <exception cref="StepFailedException">The file is no report, or one of another schema; says which member is missing or wrong.</exception>
    public static TrivyReport Read(string path)
    {
        TrivyReport report;
        try
        {
            report = JsonSerializer.Deserialize<TrivyReport>(File.ReadAllBytes(path)) ?? throw new JsonException("the document is null");
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            throw new StepFailedException("Scan", path, $"no report of Trivy: {error.Message}", "JSON of `trivy --format json`, schema version 2", "Scan again; if it stays, check the version: trivy --version.", error);
        }

        return report.SchemaVersion == TrivyReport.SupportedSchema
            ? report
            : throw new StepFailedException("Scan", path, $"schema version {report.SchemaVersion}", $"schema version {TrivyReport.SupportedSchema}", "Use Trivy 0.20 or newer.");
    }
}
