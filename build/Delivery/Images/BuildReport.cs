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

    /// <summary>Throws when an image failed: the error itself where it is one, all of them in one otherwise.</summary>
    public void ThrowIfFailed()
    {
        var failed = Images.Where(i => i.Outcome == ImageOutcome.Failed).ToList();
        if (failed is [{ Failure: StepFailedException or UsageException } single])
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(single.Failure);
        }

        if (failed.Count > 0)
        {
            throw new StepFailedException(
                "BuildImages",
                string.Join(", ", failed.Select(i => $"image '{i.Name}'")),
                string.Join("\n", failed.Select(i => $"{i.Name}: {i.Error}")),
                "all images build",
                $"{Images.Count - failed.Count} finished image(s) are kept; correct the cause and run the same command again.",
                new AggregateException(failed.Select(i => i.Failure).OfType<Exception>()));
        }
    }
}
