using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Objects as a real server holds them in memory and shows them in some errors: every field, with its name in Go.</summary>
internal static class InternalForm
{
    /// <param name="obj">The object as it is sent.</param>
    /// <param name="fields">All fields that its type has, in their order.</param>
    public static JsonObject Of(JsonObject obj, params IEnumerable<string> fields) =>
        new(fields.Select(f => KeyValuePair.Create(Name(f), obj[f]?.DeepClone())));

    /// <summary>The nodes that a volume can be reached from.</summary>
    public static JsonObject? Affinity(JsonObject? affinity)
    {
        if (affinity is null) return null;
        JsonObject? required = null;
        if (affinity.Object("required") is { } selector)
        {
            required = new JsonObject
            {
                ["NodeSelectorTerms"] = new JsonArray([.. selector.Objects("nodeSelectorTerms").Select(t => new JsonObject { ["MatchExpressions"] = Requirements(t, "matchExpressions"), ["MatchFields"] = Requirements(t, "matchFields") })]),
            };
        }
        return new JsonObject { ["Required"] = required };
    }

    public static string Name(string field) => field == "seLinuxOptions" ? "SELinuxOptions" : char.ToUpperInvariant(field[0]) + field[1..];

    private static JsonArray? Requirements(JsonObject term, string field) =>
        term[field] is JsonArray ? new JsonArray([.. term.Objects(field).Select(r => Of(r, "key", "operator", "values"))]) : null;
}
