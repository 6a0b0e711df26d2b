using Nuke.Common;
using Serilog;
using SiteBuilder.Delivery.Platform.Policy;
using SiteBuilder.Delivery.Scanning;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Targets;

/// <summary>
/// Stage three: vulnerabilities of the images, and the policy that every object must keep to. Analysers and formatting need no stage of their
/// own: their findings are compile errors, so nothing gets here with one.
/// </summary>
public interface IScanImages : IRunTests
{
    /// <summary>Scans.</summary>
    Target Scan => _ => _
        .Description("Stage 3: scans the images with Trivy and checks every object against the policy and each other")
        .DependsOn(Test)
        .WhenSkipped(DependencyBehavior.Execute)
        .Executes(() => Session.StageAsync(nameof(Scan), ScanAsync));

    private async Task<(string, bool)> ScanAsync()
    {
        var images = Session.BuiltImages();
        var objects = Session.Objects(Session.LockOfBuiltImages());
        IReadOnlyList<PolicyViolation> violations = [.. ManifestPolicy.Check(objects), .. ManifestReferences.Check(objects)];
        if (violations.Count > 0)
        {
            throw new StepFailedException(nameof(Scan), "the rendered objects", string.Concat(violations.Select(violation => $"\n    {violation}")), "objects that keep to the policy and name only what is there", "correct deploy/Manifests");
        }

        var scanner = new ImageScanner(Session.Tools, new ScanOptions(Path.Combine(Session.Artifacts, "scan")));
        var report = await scanner.ScanAsync(
            [.. images.Select(image => new ImageToScan(image.Name, image.Digest!, image.LayoutFolder!))], Session.Environment.Gates.Scan, ConsoleProgress.Sentences, Session.Cancelled);
        report.ThrowIfBlocked();
        if (report.Warning is { } warning)
        {
            Log.Warning("{Warning}", warning);
        }

        return (report.IsScanned ? $"{report.Images.Count} images and {objects.Count} objects pass" : $"{objects.Count} objects pass; images were NOT scanned", false);
    }
}
