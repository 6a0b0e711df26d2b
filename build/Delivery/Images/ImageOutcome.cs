namespace SiteBuilder.Delivery.Images;

/// <summary>What became of one image.</summary>
public enum ImageOutcome
{
    /// <summary>Its inputs are those of the image that is there: nothing was done.</summary>
    Reused,

    /// <summary>It was built.</summary>
    Built,

    /// <summary>It could not be built; an image from before, if any, stays.</summary>
    Failed,

    /// <summary>It was not begun: the image that it stands on failed.</summary>
    Blocked,
}
