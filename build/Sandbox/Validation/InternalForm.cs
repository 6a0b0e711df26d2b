using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Objects as a real server holds them in memory and shows them in some errors: every field, with its name in Go.</summary>
internal static class InternalForm
{
    /// <param name="obj">The object as it is sent.</param>
    /// <param name="fields">All fields that its type has, in their order.</param>
    public static JsonObject Of(JsonObject obj, params IEnumerable<string> fields) =>
        new(fields.Select(f => KeyValuePair.Create(Name(f), obj[f]?.DeepClone())));

    public static string Name(string field) => field == "seLinuxOptions" ? "SELinuxOptions" : char.ToUpperInvariant(field[0]) + field[1..];
}
