using System.Diagnostics;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Scanning.Trivy;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Scanning;

/// <summary>
/// Scans images with Trivy, one after the other (its cache takes one at a time), and judges what it reports. A report is used again while
/// digest, Trivy and database stay. All images are scanned before anything fails.
/// </summary>
/// <param name="runner">Runs Trivy.</param>
/// <param name="options">Program, cache, limits.</param>
public sealed class ImageScanner(ProcessRunner runner, ScanOptions options)
{
    /// <summary>Where to get Trivy; it is in no Debian release.</summary>
    public const string InstallHint = "Install Trivy: https://trivy.dev/latest/getting-started/installation/";

    /// <summary>Scans the images.</summary>
    /// <param name="images">What to scan.</param>
    /// <param name="gate">What must not be found, and whether a missing scanner is a failure.</param>
    /// <param name="progress">Hears each image as a sentence; null = nobody listens.</param>
    /// <param name="cancellation">Kills Trivy.</param>
    /// <exception cref="StepFailedException">There is no scanner although the gate requires one.</exception>
    public async Task<ScanReport> ScanAsync(IReadOnlyCollection<ImageToScan> images, ScanGate gate, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(gate);
        var clock = Stopwatch.StartNew();
        if (MachineFacts.FindOnPath(options.Executable) is null && !File.Exists(options.Executable))
        {
            return gate.Required
                ? throw new StepFailedException("Scan", "trivy", "it is not on PATH", "a scanner, as gates.scan.required of the environment says", InstallHint)
                : new ScanReport(false, [], clock.Elapsed) { Warning = $"The images were NOT scanned for known weaknesses: trivy is not on PATH. {InstallHint}" };
        }

        var version = await VersionAsync(cancellation).ConfigureAwait(false);
        List<ImageScan> scans = [];
        foreach (var image in images.OrderBy(i => i.Name))
        {
            scans.Add(await ScanOneAsync(image, version, gate, progress, cancellation).ConfigureAwait(false));
        }

        return new ScanReport(true, scans, clock.Elapsed);
    }

    private async Task<ImageScan> ScanOneAsync(ImageToScan image, TrivyVersion version, ScanGate gate, IProgress<string>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var (report, fromCache) = await ReportAsync(image, version, progress, cancellation).ConfigureAwait(false);
            return new ImageScan(image.Name, image.Digest, ScanJudge.Judge(report, gate), fromCache, clock.Elapsed);
        }
        catch (StepFailedException error)
        {
            return new ImageScan(image.Name, image.Digest, [], false, clock.Elapsed) { Error = error.Message };
        }
    }

    private async Task<(TrivyReport Report, bool FromCache)> ReportAsync(ImageToScan image, TrivyVersion version, IProgress<string>? progress, CancellationToken cancellation)
    {
        var file = Path.Combine(options.ReportFolder, $"{image.Name}.trivy.json");
        var note = file + ".of";
        if (version.Database is not null && File.Exists(file) && File.Exists(note) && await File.ReadAllTextAsync(note, cancellation).ConfigureAwait(false) == Key(image, version))
        {
            return (TrivyReportReader.Read(file), true);
        }

        progress?.Report($"{image.Name}: scanning with Trivy {version.Program}");
        Directory.CreateDirectory(options.ReportFolder);
        File.Delete(note);
        File.Delete(file);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.ImageLimit);
        try
        {
            await runner.RunAsync(Command(image, file), cancellation: limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StepFailedException("Scan", $"image '{image.Name}'", $"trivy did not end within {options.ImageLimit.TotalSeconds:0} s and was stopped", "a report", "Run it again; a first run loads the database, which a slow network may delay.");
        }

        var report = TrivyReportReader.Read(file);

        // a run may load a newer database, so its date is known only now
        AtomicFile.Write(note, System.Text.Encoding.UTF8.GetBytes(Key(image, await VersionAsync(cancellation).ConfigureAwait(false))));
        return (report, false);
    }

    private async Task<TrivyVersion> VersionAsync(CancellationToken cancellation)
    {
        var answer = await runner.RunAsync(new ToolCommand(options.Executable, ["version", "--format", "json", .. Cache()]) { Stage = "Scan" }, cancellation: cancellation).ConfigureAwait(false);
        return TrivyVersion.Parse(answer.Output);
    }

    private ToolCommand Command(ImageToScan image, string file)
    {
        string[] offline = options.Offline ? ["--skip-db-update", "--skip-java-db-update", "--offline-scan"] : [];
        return new ToolCommand(options.Executable, ["image", "--input", image.LayoutFolder, "--format", "json", "--output", file, "--quiet", .. Cache(), .. offline])
        {
            Stage = "Scan",
            Subject = $"image '{image.Name}'",
            Remedy = options.Offline ? "The database must be in Trivy's cache folder when no network is used." : "Trivy loads its database over the network; see its message.",
        };
    }

    private string[] Cache() => options.CacheFolder is null ? [] : ["--cache-dir", options.CacheFolder];

    private static string Key(ImageToScan image, TrivyVersion version) => $"{image.Digest}\n{version.Program}\n{version.Database}\n";
}
