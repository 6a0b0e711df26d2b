using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;

namespace SiteBuilder.Sandbox.Fields;

/// <summary>Which fields an object sets.</summary>
internal static class FieldSets
{
    /// <summary>The fields that a configuration sets: its leaves, the elements of its lists, the keys of its maps.</summary>
    public static FieldSet Of(JsonNode value, FieldSchema schema)
    {
        var set = new FieldSet();
        Walk(value, schema, set, new Stack<string>());
        return set;
    }

    /// <summary>The set with every declared field on the way to its members.</summary>
    public static FieldSet WithNamedFields(FieldSet set, FieldSchema schema) => set.With(
        name => name[0] == 'f' && schema.Shape == Shape.Struct && schema.Type!.Find(name[2..]) is not null,
        (name, child) => WithNamedFields(child, FieldPath.Child(schema, name)));

    private static void Walk(JsonNode? value, FieldSchema schema, FieldSet set, Stack<string> path)
    {
        schema = FieldPath.Resolve(schema, value);
        if (schema.IsAtomic)
        {
            if (path.Count > 0) set.Add(path);
            return;
        }
        switch (value)
        {
            case JsonObject obj:
                foreach (var (name, item) in obj)
                {
                    path.Push(FieldPath.Field(name));
                    Walk(item, FieldPath.Named(schema, name), set, path);
                    if (item is null or JsonObject { Count: 0 } || schema.Shape != Shape.Struct || schema.Type!.Find(name) is null) set.Add(path);
                    path.Pop();
                }
                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    if (FieldPath.Element(item, schema) is not { } element) continue;
                    path.Push(element);
                    if (schema.List == ListType.Map) Walk(item, schema.Element!, set, path);
                    set.Add(path);
                    path.Pop();
                }
                break;
        }
    }
}
