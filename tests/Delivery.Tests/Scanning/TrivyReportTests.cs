using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Scanning.Trivy;

namespace SiteBuilder.Delivery.Tests.Scanning;

public sealed class TrivyReportTests
{
    [Fact]
    public void Every_report_that_Trivy_wrote_is_read_without_losing_a_finding()
    {
        TrivySamples.SkipUnlessThere();
        var read = 0;
        foreach (var file in Directory.EnumerateFiles(TrivySamples.Folder, "*.json"))
        {
            // beside the reports lie documents of other formats
            if (JsonNode.Parse(File.ReadAllText(file))?["SchemaVersion"]?.GetValue<int>() != TrivyReport.SupportedSchema)
            {
                continue;
            }

            var raw = JsonNode.Parse(File.ReadAllText(file))!;
            var report = TrivyReportReader.Read(file);
            int Count(string list) => raw["Results"]?.AsArray().Sum(r => r?[list]?.AsArray().Count ?? 0) ?? 0;
            report.Results.Sum(r => r.Vulnerabilities.Count).ShouldBe(Count("Vulnerabilities"), file);
            report.Results.Sum(r => r.Misconfigurations.Count).ShouldBe(Count("Misconfigurations"), file);
            report.Results.Sum(r => r.Secrets.Count).ShouldBe(Count("Secrets"), file);
            report.Results.SelectMany(r => r.Vulnerabilities).ShouldAllBe(v => v.Id.Length > 0 && v.Package.Length > 0);
            read++;
        }

        read.ShouldBeGreaterThan(40);
    }
}
