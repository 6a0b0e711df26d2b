using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Kinds;

/// <summary>What may stand in one place of an API object and how patches merge it.</summary>
internal sealed record FieldSchema
{
    public static readonly FieldSchema Anything = new() { Shape = Shape.Any };

    /// <summary>Anything, and server-side apply merges its objects field by field.</summary>
    public static readonly FieldSchema Deduced = new() { Shape = Shape.Any, Deduces = true };

    public static readonly FieldSchema Text = new() { Shape = Shape.String };

    public required Shape Shape { get; init; }

    /// <summary>The declared fields of a <see cref="Shape.Struct"/>.</summary>
    public TypeSchema? Type { get; init; }

    /// <summary>The form of the elements of a list or the values of a map.</summary>
    public FieldSchema? Element { get; init; }

    public bool AtomicMap { get; init; }

    public ListType List { get; init; }

    /// <summary>The fields that tell elements of a <see cref="ListType.Map"/> apart.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>A strategic merge patch merges this list instead of replacing it, by <see cref="MergeKey"/> or by value.</summary>
    public bool Merges { get; init; }

    public string? MergeKey { get; init; }

    /// <summary>A strategic merge patch replaces this object instead of merging it.</summary>
    public bool Replaces { get; init; }

    public bool RetainsKeys { get; init; }

    public IReadOnlyList<string> Enum { get; init; } = [];

    public bool Required { get; init; }

    /// <summary>Written even when it has no value: not optional on a real server.</summary>
    public bool Always { get; init; }

    /// <summary>Zero, false and the empty text are values of their own and stay when they are given.</summary>
    public bool KeepsZero { get; init; }

    /// <summary>The number in the binary form, below those of embedded types: <c>2.4</c>. Empty where it has none.</summary>
    public string Number { get; init; } = "";

    public JsonNode? Default { get; init; }

    public bool Deduces { get; init; }

    /// <summary>Further rules of a custom resource's schema; null for built-in kinds.</summary>
    public JsonObject? Rules { get; init; }

    /// <summary>Server-side apply owns the value as a whole.</summary>
    public bool IsAtomic => Shape switch
    {
        Shape.Struct => AtomicMap || Type!.Atomic,
        Shape.Map => AtomicMap,
        Shape.List => List == ListType.Atomic,
        _ => true,
    };
}
