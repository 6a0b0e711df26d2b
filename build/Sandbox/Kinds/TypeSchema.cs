using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Kinds;

/// <summary>A type with declared fields, as <c>apps.v1.DeploymentSpec</c> or one object of a custom resource's schema.</summary>
internal sealed class TypeSchema(string name)
{
    /// <summary>Group, version and name without the common prefix, such as <c>core.v1.Container</c>.</summary>
    public string Name { get; } = name;

    public Dictionary<string, FieldSchema> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Server-side apply takes the whole value as one field.</summary>
    public bool Atomic { get; set; }

    /// <summary>Fields that are not declared stay (custom resources only).</summary>
    public bool KeepsUnknown { get; set; }

    /// <summary>Server defaults of this type's fields that are made in code on a real server.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode>> Defaults { get; set; } = [];

    public FieldNumbers Numbers => field ??= FieldNumbers.Of(Fields);

    public FieldSchema? Find(string field) => Fields.GetValueOrDefault(field);

    /// <summary>The last part of the name: the Go type that decoding errors speak of.</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];
}
