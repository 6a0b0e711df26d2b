using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Fields whose schema names their values.</summary>
internal static partial class EnumRules
{
    public static void Check(JsonObject obj, TypeSchema type, string path, List<Cause> causes)
    {
        foreach (var (name, value) in obj)
        {
            if (name is "x-kubernetes-validations" || (name == "status" && path.Length == 0)) continue;
            if (value is not null && type.Find(name) is { } field) Value(value, field, path.Length == 0 ? name : $"{path}.{name}", causes);
        }
    }

    /// <summary>Whether there is a cause already for the field or what it is part of. Some name a list instead of its element.</summary>
    private static bool IsTold(string path, List<Cause> causes)
    {
        var plain = Index().Replace(path, "");
        return causes.Exists(c => Index().Replace(c.Field, "") is var field && (plain == field || path.StartsWith($"{c.Field}.", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();

    private static void Value(JsonNode value, FieldSchema field, string path, List<Cause> causes)
    {
        switch (value)
        {
            case JsonObject obj when field.Shape == Shape.Struct:
                Check(obj, field.Type!, path, causes);
                break;
            case JsonObject map when field.Shape == Shape.Map && field.Element!.Shape == Shape.Struct:
                foreach (var (key, item) in map) Value(item!, field.Element, $"{path}[{key}]", causes);
                break;
            case JsonArray list when field.Shape == Shape.List && field.Element!.Shape == Shape.Struct:
                for (var i = 0; i < list.Count; i++) Value(list[i]!, field.Element, $"{path}[{i}]", causes);
                break;
            case JsonValue when field.Enum.Count > 0 && !field.Enum.Contains(value.ToString()) && value.ToString().Length > 0 && !IsTold(path, causes):
                causes.Add(Cause.NotSupported(path, value.ToString(), field.Enum));
                break;
        }
    }
}
