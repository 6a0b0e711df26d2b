using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Rules.Schemas;

/// <summary>A value and what stood in its place before: a fault that was there is told as a warning and refuses nothing.</summary>
/// <param name="IsKnown">It is known what stood there; else the nearest place above counts of which it is.</param>
internal readonly record struct Correlation(JsonNode? Value, JsonNode? Old, bool IsKnown, JsonNode? Above = null, JsonNode? OldAbove = null)
{
    public bool IsUnchanged => IsKnown ? Old is not null && JsonAccess.Same(Value, Old) : OldAbove is not null && JsonAccess.Same(Above, OldAbove);

    public Correlation Below(JsonNode? value, JsonNode? old) => IsKnown ? new Correlation(value, old, old is not null, Value, Old) : this;

    /// <summary>The same place, of which it is not asked what stood there.</summary>
    public Correlation Unknown => this with { IsKnown = false };
}
