namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>One field that differs.</summary>
/// <param name="Path">As in <c>spec.template.spec.containers[sites].image</c>.</param>
/// <param name="Before">JSON as it is; null where the field is new.</param>
/// <param name="After">JSON as it becomes; null where the field goes.</param>
public sealed record FieldChange(string Path, string? Before, string? After)
{
    /// <inheritdoc/>
    public override string ToString() => (Before, After) switch
    {
        (null, _) => $"+ {Path}: {After}",
        (_, null) => $"- {Path}: {Before}",
        _ => $"~ {Path}: {Before} -> {After}",
    };
}
