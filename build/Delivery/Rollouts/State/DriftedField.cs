namespace SiteBuilder.Delivery.Rollouts.State;

/// <summary>A field that is not as the release has set it.</summary>
/// <param name="Path">As in <c>.spec.template.spec.containers[name="main"].image</c>.</param>
/// <param name="Set">JSON as the release has it; masked in a Secret.</param>
/// <param name="Found">JSON as it is; null where it was removed.</param>
/// <param name="Manager">Who changed it, as the API server knows him; null where it does not.</param>
public sealed record DriftedField(string Path, string? Set, string? Found, string? Manager)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Set ?? "not set"} -> {Found ?? "removed"}{(Manager is null ? "" : $" by {Manager}")}";
}
