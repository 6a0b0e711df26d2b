using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>Reads JSON values, one behind the other.</summary>
internal static class JsonReader
{
    private static readonly Dictionary<JsonNode, long> s_noLines = [];
    private static readonly JsonSerializerOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>Whether a text may be meant as JSON; YAML may begin so too.</summary>
    public static bool MayBe(string text) => text.AsSpan().TrimStart() is ['{', ..];

    /// <exception cref="JsonException">The text is no JSON, or has a key twice; <see cref="JsonException.LineNumber"/> counts from 0.</exception>
    public static IReadOnlyList<ReadDocument> Read(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        var documents = new List<ReadDocument>();
        while (reader.Read())
        {
            var line = 1 + bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
            documents.Add(new ReadDocument(JsonSerializer.SerializeToNode(JsonSerializer.Deserialize<JsonElement>(ref reader, s_strict)), line, s_noLines));
        }

        return documents;
    }
}
