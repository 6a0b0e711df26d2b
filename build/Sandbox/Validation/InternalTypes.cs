using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>
/// Whole objects as a real server holds them in memory, for the errors that show them: every field in its order, empty ones with their zero value.
/// internal.json has the types; a line of it is the name in Go, the name in the API and the form.
/// </summary>
internal static class InternalTypes
{
    private const string Resource = "internal.json";

    private static readonly Lazy<Dictionary<string, Field[]>> Types = new(Read);

    /// <param name="type">Such as PodSpec.</param>
    /// <param name="obj">The object as it is sent.</param>
    public static JsonObject Of(string type, JsonObject obj) => Struct(type, obj, null);

    private static JsonObject Struct(string type, JsonObject? obj, JsonObject? parent)
    {
        JsonObject shown = [];
        foreach (var field in Types.Value[type])
        {
            if (field.Form == "inline")
            {
                foreach (var (name, value) in obj?.Object(field.Api) ?? []) shown[name] = value?.DeepClone();
                continue;
            }
            // some fields of a pod stand in its security context there
            var raw = field.Api.StartsWith("../", StringComparison.Ordinal) ? parent?[field.Api[3..]] : obj?[field.Api];
            shown[field.Go] = Value(field.Form, raw, obj);
        }
        return shown;
    }

    private static JsonNode? Value(string form, JsonNode? raw, JsonObject? parent) => form[0] switch
    {
        '*' => raw is null ? null : Value(form[1..], raw, parent),
        '[' => raw is JsonArray list ? new JsonArray([.. list.Select(item => Value(form[1..^1], item, null))]) : null,
        _ => form switch
        {
            "map" or "any" => raw?.DeepClone(),
            "string" => raw?.DeepClone() ?? "",
            "int" or "intstr" => raw?.DeepClone() ?? 0,
            "bool" => raw?.DeepClone() ?? false,
            "quantity" => raw?.DeepClone() ?? "0",
            _ => Struct(form, raw as JsonObject, parent),
        },
    };

    private static Dictionary<string, Field[]> Read()
    {
        using var stream = typeof(InternalTypes).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The sandbox was built without its resource {Resource}.");
        return JsonNode.Parse(stream)!.AsObject().ToDictionary(
            type => type.Key,
            type => type.Value!.AsArray().Select(line => line!.GetValue<string>().Split(' ') is [var go, var api, var form] ? new Field(go, api, form) : throw new InvalidOperationException($"{Resource}: {line}")).ToArray(),
            StringComparer.Ordinal);
    }

    private sealed record Field(string Go, string Api, string Form);
}
