using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Scanning.Trivy;

/// <summary>Which Trivy, with which database: together they decide what a scan finds.</summary>
/// <param name="Program">Its version; builds of its own call themselves <c>dev</c>.</param>
/// <param name="Database">When the database was made; null = none is there yet.</param>
public sealed record TrivyVersion(string Program, string? Database)
{
    // schema 2 of the report and layouts as input
    private static readonly Version Oldest = new(0, 35);

    /// <exception cref="StepFailedException">The answer is not understood, or the version is too old.</exception>
    internal static TrivyVersion Parse(string json)
    {
        try
        {
            var answer = JsonNode.Parse(json);
            var program = answer?["Version"]?.GetValue<string>() ?? throw new JsonException("no Version");
            if (Version.TryParse(program.TrimStart('v').Split('-')[0], out var number) && number < Oldest)
            {
                throw new StepFailedException("Scan", "trivy", $"version {program}", $"{Oldest} or newer", "Install a newer Trivy: https://trivy.dev/latest/getting-started/installation/");
            }

            return new TrivyVersion(program, answer["VulnerabilityDB"]?["UpdatedAt"]?.GetValue<string>());
        }
        catch (JsonException error)
        {
            throw new StepFailedException("Scan", "trivy", $"`trivy version --format json` is not understood: {error.Message}", "JSON with Version", "Check that the trivy on PATH is Aqua Security's scanner.", error);
        }
    }
}
