namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>One file of manifests, or what came on standard input.</summary>
/// <param name="Name">As the reader of a message knows it.</param>
/// <param name="Text">All of it.</param>
internal sealed record ManifestText(string Name, string Text)
{
    /// <summary>File and line.</summary>
    public string At(long line) => $"{Name}:{line}";
}
