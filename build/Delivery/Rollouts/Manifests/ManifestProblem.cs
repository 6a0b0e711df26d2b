namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>One thing that is wrong with a manifest.</summary>
/// <param name="Place">File and line, as in <c>k8s/web.yaml:12</c>.</param>
/// <param name="Text">What is wrong and what to do.</param>
internal sealed record ManifestProblem(string Place, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Text}";
}
