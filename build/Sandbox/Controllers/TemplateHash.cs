using System.Text;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>A short name part from the content of a pod template; the order of keys does not matter.</summary>
internal static class TemplateHash
{
    // no vowels and no digits that look like letters: a hash must not spell a word
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string Of(JsonNode? content, long collisions = 0)
    {
        StringBuilder text = new();
        Write(content, text);
        if (collisions > 0)
        {
            text.Append(collisions);
        }

        uint hash = 2166136261;
        foreach (byte part in Encoding.UTF8.GetBytes(text.ToString()))
        {
            hash = (hash ^ part) * 16777619;
        }

        return string.Concat(hash.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => Alphabet[digit % Alphabet.Length]));
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject map:
                text.Append('{');
                foreach ((string key, JsonNode? value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    text.Append(key).Append(':');
                    Write(value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                foreach (JsonNode? item in list)
                {
                    Write(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }
}
