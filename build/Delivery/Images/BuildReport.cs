using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Images;

/// <summary>What one run of the image build did, image by image.</summary>
/// <param name="Images">Sorted by name.</param>
/// <param name="Elapsed">Wall-clock time of the whole.</param>
public sealed record BuildReport(IReadOnlyList<BuiltImage> Images, TimeSpan Elapsed)
{
    /// <summary>The images to scan and push.</summary>
    public IEnumerable<BuiltImage> Deployed() => Images.Where(i => i.IsDeployed && i.Digest is not null);

    /// <summary>How many were built.</summary>
    public int Built => Images.Count(i => i.Outcome == ImageOutcome.Built);

    /// <summary>Throws when an image failed: the failure itself where it is one, all causes in one otherwise, each said once.</summary>
    public void ThrowIfFailed()
    {
        var causes = Images.Where(i => i.Outcome == ImageOutcome.Failed).GroupBy(i => Cause(i), StringComparer.Ordinal).ToList();
        if (causes is [{ } one] && one.First().Failure is { } failure and (StepFailedException or UsageException))
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        if (causes.Count > 0)
        {
            var failed = causes.SelectMany(c => c).ToList();
            throw new StepFailedException(
                "BuildImages",
                $"image {Names(failed)}",
                string.Concat(causes.Select(c => $"\n  {Names(c)}: {c.Key}")),
                "all images build",
                Remedy(failed));
        }
    }

    private string Remedy(IReadOnlyCollection<BuiltImage> failed)
    {
        var own = failed.Select(i => (i.Failure as StepFailedException)?.Remedy).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return own.Count > 0 ? string.Join("\n          ", own) : $"Correct the causes and run the same command again; {Images.Count(i => i.Digest is not null)} finished image(s) are kept.";
    }

    private static string Cause(BuiltImage image) => image.Failure is StepFailedException step ? step.Found : image.Error ?? "";

    private static string Names(IEnumerable<BuiltImage> images) => string.Join(", ", images.Select(i => $"'{i.Name}'"));
}
