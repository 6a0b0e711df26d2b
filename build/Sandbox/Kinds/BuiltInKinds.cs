using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Kinds;

/// <summary>The built-in kinds as kinds.json, defaults.json and columns.json (what the columns of Tables mean) describe them.</summary>
internal sealed record BuiltInKinds(IReadOnlyList<ResourceKind> Kinds, IReadOnlyDictionary<string, TypeSchema> Types)
{
    public IReadOnlyDictionary<(string, string, string), ResourceKind> ByPlural { get; } = Kinds.ToDictionary(k => (k.Group, k.Version, k.Plural));

    public IReadOnlyDictionary<(string, string), ResourceKind> ByKind { get; } = Kinds.ToDictionary(k => (k.GroupVersion, k.Kind));

    public IReadOnlyDictionary<ObjectKind, ResourceKind> ByObjectKind { get; } = Kinds.DistinctBy(k => k.ObjectKind).ToDictionary(k => k.ObjectKind);

    public static BuiltInKinds Load()
    {
        var table = Read("kinds.json");
        var types = table["types"]!.AsObject().ToDictionary(t => t.Key, t => new TypeSchema(t.Key), StringComparer.Ordinal);
        foreach (var (name, fields) in table["types"]!.AsObject())
        {
            foreach (var (field, text) in fields!.AsObject())
            {
                if (field == "$atomic") types[name].Atomic = true;
                else types[name].Fields[field] = SchemaText.Parse(text!.GetValue<string>(), t => types[t]);
            }
        }
        foreach (var (name, values) in Read("defaults.json"))
        {
            types[name].Defaults = [.. values!.AsObject().Select(v => KeyValuePair.Create(v.Key, v.Value!))];
        }
        var descriptions = Read("columns.json");
        return new BuiltInKinds([.. table["kinds"]!.AsArray().Select(k => Kind(k!.AsObject(), types, descriptions))], types);
    }

    private static ResourceKind Kind(JsonObject entry, Dictionary<string, TypeSchema> types, JsonObject descriptions)
    {
        var own = descriptions[$"{Text(entry, "groupVersion")} {Text(entry, "kind")}"] as JsonObject;
        var groupVersion = Text(entry, "groupVersion").Split('/');
        return new ResourceKind
        {
            Group = groupVersion.Length == 2 ? groupVersion[0] : "",
            Version = groupVersion[^1],
            Kind = Text(entry, "kind"),
            Plural = Text(entry, "plural"),
            Singular = Text(entry, "singular"),
            Namespaced = entry["namespaced"]!.GetValue<bool>(),
            Type = types[Text(entry, "type")],
            ShortNames = Texts(entry, "shortNames"),
            Categories = Texts(entry, "categories"),
            Verbs = entry.ContainsKey("verbs") ? Texts(entry, "verbs") : ResourceKind.AllVerbs,
            Subresources = Texts(entry, "subresources"),
            Refused = (string?)entry["refused"],
            Columns = [.. Texts(entry, "columns").Select(c => Column(c, own, descriptions["*"]!.AsObject()))],
        };
    }

    /// <summary><c>Name:type*</c>: the type is string where none is given, the star marks a column of the wide output.</summary>
    private static TableColumn Column(string text, JsonObject? own, JsonObject common)
    {
        var parts = text.TrimEnd('*').Split(':');
        var description = (string?)(own?[parts[0]] ?? common[parts[0]]) ?? "";
        return new TableColumn(parts[0], parts.Length > 1 ? parts[1] : "string", parts[0] == "Name" ? "name" : "", description, text.EndsWith('*') ? 1 : 0);
    }

    private static string Text(JsonObject entry, string key) => entry[key]!.GetValue<string>();

    private static string[] Texts(JsonObject entry, string key) =>
        entry[key] is JsonArray values ? [.. values.Select(v => v!.GetValue<string>())] : [];

    private static JsonObject Read(string resource)
    {
        using var stream = typeof(BuiltInKinds).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The sandbox was built without its resource {resource}.");
        return JsonNode.Parse(stream)!.AsObject();
    }
}
