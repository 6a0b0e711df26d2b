using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Scanning;

/// <summary>What the scan of all images found.</summary>
/// <param name="IsScanned">False: there is no scanner and the environment allows that. Nothing is known of the images.</param>
/// <param name="Images">Sorted by name; empty where nothing was scanned.</param>
/// <param name="Elapsed">Wall-clock time of the whole.</param>
public sealed record ScanReport(bool IsScanned, IReadOnlyList<ImageScan> Images, TimeSpan Elapsed)
{
    /// <summary>The plain sentence to print where nothing was scanned.</summary>
    public string? Warning { get; init; }

    /// <summary>How many findings the gate does not let pass.</summary>
    public int Blocking => Images.Sum(i => i.Blocking.Count());

    /// <summary>Throws when an image could not be scanned or has findings that the gate does not let pass; names all of them.</summary>
    public void ThrowIfBlocked()
    {
        const int linesPerImage = 10;
        var bad = Images.Where(i => i.Error is not null || i.Blocking.Any()).ToList();
        if (bad.Count == 0)
        {
            return;
        }

        var lines = bad.SelectMany(i => i.Error is not null
            ? [$"{i.Name}: not scanned: {i.Error}"]
            : i.Blocking.Take(linesPerImage).Select(f => $"{i.Name}: {f.Severity.ToString().ToUpperInvariant()} {f.Id} in {f.Where}{(f.Fix is null ? ", no fix yet" : $", fix: {f.Fix}")}")
                .Concat(i.Blocking.Count() > linesPerImage ? [$"{i.Name}: and {i.Blocking.Count() - linesPerImage} more, see its report"] : Array.Empty<string>()));
        throw new StepFailedException(
            "Scan",
            string.Join(", ", bad.Select(i => $"image '{i.Name}'")),
            $"{Blocking} finding(s) that the gate does not let pass\n    {string.Join("\n    ", lines)}",
            "no finding of the severities in gates.scan of the environment",
            "Update what has a fix and build again; a finding without a fix passes with gates.scan.ignoreUnfixed.");
    }
}
