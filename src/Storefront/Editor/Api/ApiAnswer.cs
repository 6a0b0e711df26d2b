using System.Text.Json.Nodes;

namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>What the API answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The JSON; null where there is none.</param>
internal sealed record ApiAnswer(int Status, JsonNode? Body)
{
    /// <summary>Whether it was done.</summary>
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>A problem in the words of who answered.</summary>
    public string Problem => string.Join(' ', new[] { Text("title"), Text("detail") }.Where(text => text is not null)) is { Length: > 0 } words
        ? words
        : $"The answer was {Status}.";

    /// <summary>Sentences about single fields.</summary>
    public IReadOnlyDictionary<string, string> Errors => Body is JsonObject problem && problem["errors"] is JsonObject errors
        ? errors.ToDictionary(error => error.Key, error => error.Value is JsonArray sentences ? string.Join("; ", sentences) : "")
        : new Dictionary<string, string>();

    private string? Text(string name) => Body is JsonObject problem && problem[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
