using SiteBuilder.Delivery.Scanning;
using SiteBuilder.Delivery.Scanning.Trivy;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Tests.Scanning;

public sealed class ScanJudgeTests
{
    private const string Report =
        """
        {
          "SchemaVersion": 2, "ArtifactName": "sites", "NewMember": 1,
          "Results": [
            { "Target": "sites (debian 12.0)", "Class": "os-pkgs", "Vulnerabilities": [
              { "VulnerabilityID": "CVE-2099-0001", "PkgName": "libc6", "InstalledVersion": "2.36-9", "FixedVersion": "99:1", "Severity": "CRITICAL", "Title": "a hole" },
              { "VulnerabilityID": "CVE-2099-0002", "PkgName": "bash", "InstalledVersion": "5.2", "Severity": "HIGH" },
              { "VulnerabilityID": "CVE-2099-0003", "PkgName": "zlib1g", "InstalledVersion": "1.2", "FixedVersion": "1.3", "Severity": "LOW" } ] },
            { "Target": "Dockerfile", "Class": "config", "Misconfigurations": [
              { "ID": "DS002", "Severity": "HIGH", "Status": "PASS" },
              { "ID": "DS005", "Severity": "LOW", "Status": "FAIL", "Resolution": "use COPY" } ] },
            { "Target": "app/key.pem", "Class": "secret", "Secrets": [ { "RuleID": "private-key", "Severity": "HIGH", "StartLine": 3 } ] },
            { "Target": "nothing", "Vulnerabilities": null }
          ]
        }
        """;

    [Fact]
    public void The_gate_names_what_it_does_not_let_pass_with_the_fix()
    {
        var findings = Judge(new ScanGate { Severities = [VulnerabilitySeverity.Critical, VulnerabilitySeverity.High] });
        findings.Where(f => f.Blocks).Select(f => $"{f.Severity} {f.Id} {f.Where} -> {f.Fix}").ShouldBe(
            ["Critical CVE-2099-0001 libc6 2.36-9 -> 99:1", "High CVE-2099-0002 bash 5.2 -> ", "High private-key app/key.pem:3 -> remove it from the image and replace it where it is used"]);
        findings.Where(f => !f.Blocks).Select(f => f.Id).ShouldBe(["CVE-2099-0003", "DS005"]);
    }

    [Fact]
    public void What_nobody_has_fixed_passes_where_the_environment_says_so() =>
        Judge(new ScanGate { IgnoreUnfixed = true }).Where(f => f.Blocks).Select(f => f.Id).ShouldBe(["CVE-2099-0001", "private-key"]);

    [Fact]
    public void A_report_tells_all_images_before_it_fails()
    {
        ImageScan Scan(string name, params Finding[] findings) => new(new(name), "sha256:0", findings, false, TimeSpan.Zero);
        var bad = new Finding(FindingKind.Vulnerability, "CVE-2099-0001", VulnerabilitySeverity.Critical, "libc6 2.36", "99:1", null) { Blocks = true };
        var report = new ScanReport(true, [Scan("one", bad), Scan("two"), Scan("three") with { Error = "trivy crashed" }], TimeSpan.Zero);
        Should.Throw<StepFailedException>(report.ThrowIfBlocked).Message.ShouldBe(
            """
            Scan failed at image 'one', image 'three': 1 finding(s) that the gate does not let pass
                one: CRITICAL CVE-2099-0001 in libc6 2.36, fix: 99:1
                three: not scanned: trivy crashed
              expected: no finding of the severities in gates.scan of the environment
              remedy: Update what has a fix and build again; a finding without a fix passes with gates.scan.ignoreUnfixed.
            """);
    }

    [Theory]
    [InlineData("""{ "SchemaVersion": 1, "Results": [] }""", "schema version 1")]
    [InlineData("""{ "Results": [] }""", "SchemaVersion")]
    [InlineData("""{ "SchemaVersion": 2, "Results": [ { "Target": "a", "Vulnerabilities": [ { "PkgName": "bash", "Severity": "LOW" } ] } ] }""", "VulnerabilityID")]
    [InlineData("""{ "SchemaVersion": 2, "Results": [ { "Target": "a", "Vulnerabilities": [ { "VulnerabilityID": "C", "PkgName": "bash", "Severity": "BAD" } ] } ] }""", "Severity")]
    [InlineData("not json", "no report of Trivy")]
    public void A_report_that_cannot_be_judged_is_refused_by_name(string json, string said)
    {
        using var folder = new TemporaryFolder();
        Should.Throw<StepFailedException>(() => TrivyReportReader.Read(folder.Write("r.json", json))).Found.ShouldContain(said);
    }

    private static IReadOnlyList<Finding> Judge(ScanGate gate)
    {
        using var folder = new TemporaryFolder();
        return ScanJudge.Judge(TrivyReportReader.Read(folder.Write("r.json", Report)), gate);
    }
}
