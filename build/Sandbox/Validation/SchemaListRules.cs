using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>How a schema says that lists and maps are merged.</summary>
internal static class SchemaListRules
{
    private const string ListType = "x-kubernetes-list-type";
    private const string MapType = "x-kubernetes-map-type";
    private const string Keys = "x-kubernetes-list-map-keys";

    public static void Check(JsonObject schema, string path, List<Cause> causes)
    {
        var type = schema.Text("type") ?? "";
        if (schema.Text(MapType) is { } map)
        {
            OfType(type, "object", MapType, path, causes);
            causes.AddUnlessOneOf($"{path}.{MapType}", map, "atomic", "granular");
        }
        var list = schema.Text(ListType);
        var items = schema.Object("items");
        if (list is not null && type != "array") OfType(type, "array", ListType, path, causes);
        else if (list == "set" && items is not null) Set(items, path, causes);
        causes.AddUnlessOneOf($"{path}.{ListType}", list, "atomic", "set", "map");
        var keys = schema.Texts(Keys).ToList();
        if (keys.Count > 0 && list is null) causes.Add(Cause.Required($"{path}.{ListType}", $"must be map if {Keys} is non-empty"));
        else if (keys.Count > 0 && list != "map") causes.Add(Cause.Invalid($"{path}.{ListType}", list, $"must be map if {Keys} is non-empty"));
        if (list == "map") Map(schema, items, keys, path, causes);
        if (list is "set" or "map" && items?.Flag("nullable") == true) causes.Add(Cause.Forbidden($"{path}.items.nullable", $"cannot be nullable when {ListType} is {list}"));
        if (list == "map" && items is not null) Required(items, keys, path, causes);
    }

    private static void OfType(string type, string wanted, string field, string path, List<Cause> causes)
    {
        if (type == wanted) return;
        var problem = $"must be {wanted} if {field} is specified";
        causes.Add(type.Length == 0 ? Cause.Required($"{path}.type", problem) : Cause.Invalid($"{path}.type", type, problem));
    }

    private static void Set(JsonObject items, string path, List<Cause> causes)
    {
        var problem = $"must be atomic as item of a list with {ListType}=set";
        if (items.Text("type") == "array" && items.Text(ListType) is { } list and not "atomic") causes.Add(Cause.Invalid($"{path}.items.{ListType}", list, problem));
        // a real server shows the type of the list here, which an object has not
        if (items.Text("type") == "object" && items.Text(MapType) != "atomic") causes.Add(Cause.Invalid($"{path}.items.{MapType}", items[ListType], problem));
    }

    private static void Map(JsonObject schema, JsonObject? items, List<string> keys, string path, List<Cause> causes)
    {
        if (keys.Count == 0) causes.Add(Cause.Required($"{path}.{Keys}", $"must not be empty if {ListType} is map"));
        if (schema["items"] is null) causes.Add(Cause.Required($"{path}.items", $"must have a schema if {ListType} is map"));
        if (items is null) return;
        if (items.Text("type") != "object")
        {
            causes.Add(Cause.Invalid($"{path}.items.type", items.Text("type") ?? "", $"must be object if parent array's {ListType} is map"));
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (items.Object("properties", key) is not { } property) causes.Add(Cause.Invalid($"{path}.{Keys}", schema[Keys], "entries must all be names of item properties"));
            else if (property.Text("type") is "array" or "object") causes.Add(Cause.Invalid($"{path}.items.properties[{key}].type", "object", $"must be a scalar type if parent array's {ListType} is map"));
            if (!seen.Add(key)) causes.Add(Cause.Invalid($"{path}.{Keys}", schema[Keys], "must not contain duplicate entries"));
        }
    }

    private static void Required(JsonObject items, List<string> keys, string path, List<Cause> causes)
    {
        foreach (var key in keys)
        {
            if (items.Object("properties", key) is not { } property) continue;
            if (!items.Texts("required").Contains(key) && property["default"] is null)
            {
                causes.Add(Cause.Required($"{path}.items.properties[{key}].default", $"this property is in {Keys}, so it must have a default or be a required property"));
            }
            if (property.Flag("nullable")) causes.Add(Cause.Forbidden($"{path}.items.properties[{key}].nullable", $"this property is in {Keys}, so it cannot be nullable"));
        }
    }
}
