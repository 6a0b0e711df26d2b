using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace SiteBuilder.Sandbox.Http;

/// <summary>YAML bodies and answers. Plain words mean what they mean to Kubernetes (YAML 1.1): <c>yes</c> and <c>on</c> are true.</summary>
internal static class Yaml
{
    /// <summary>The first document. The last of duplicate keys wins; the others go to <paramref name="duplicates"/>.</summary>
    /// <exception cref="YamlException">The text is no YAML.</exception>
    public static JsonNode? Read(string text, List<string>? duplicates = null)
    {
        if (text.TrimStart('\n', ' ') is ['\t', ..]) throw new YamlException("found character that cannot start any token");
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return null;
        return Node(parser, duplicates, new Dictionary<string, JsonNode?>(StringComparer.Ordinal));
    }

    public static string Write(JsonNode node) => new SerializerBuilder().WithQuotingNecessaryStrings().Build().Serialize(Plain(node)!);

    private static JsonNode? Node(Parser parser, List<string>? duplicates, Dictionary<string, JsonNode?> anchors)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return anchors.TryGetValue(alias.Value.Value, out var known) ? known?.DeepClone() : throw new YamlException($"unknown anchor '{alias.Value.Value}' referenced");
        }
        if (parser.TryConsume<Scalar>(out var scalar)) return Keep(scalar, scalar.Style == ScalarStyle.Plain ? Value(scalar.Value) : JsonValue.Create(scalar.Value), anchors);
        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var list = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _)) list.Add(Node(parser, duplicates, anchors));
            return Keep(sequence, list, anchors);
        }
        var start = parser.Consume<MappingStart>();
        var map = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                Node(parser, duplicates, anchors);
                throw new YamlException("invalid map key");
            }
            if (map.ContainsKey(key.Value)) duplicates?.Add($"line {key.Start.Line}: key \"{key.Value}\" already set in map");
            map[key.Value] = Node(parser, duplicates, anchors);
        }
        return Keep(start, map, anchors);
    }

    private static JsonNode? Keep(NodeEvent read, JsonNode? node, Dictionary<string, JsonNode?> anchors)
    {
        if (!read.Anchor.IsEmpty) anchors[read.Anchor.Value] = node;
        return node;
    }

    private static JsonNode? Value(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return true;
            case "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return false;
        }
        if (Whole(text) is { } whole) return whole;
        if (text[0] is '-' or '.' or (>= '0' and <= '9') && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        return text;
    }

    /// <summary>Decimal, <c>0x</c> hexadecimal, and octal with a leading zero, as in file modes.</summary>
    private static long? Whole(string text)
    {
        if (text.Length > 1 && text[0] == '0' && text.All(c => c is >= '0' and <= '7')) return Convert.ToInt64(text, 8);
        if (text.StartsWith("0x", StringComparison.Ordinal)) return long.TryParse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonObject obj => obj.OrderBy(p => p.Key, StringComparer.Ordinal).ToDictionary(p => p.Key, p => Plain(p.Value)),
        JsonArray array => array.Select(Plain).ToList(),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => Objects.JsonAccess.Whole(value) is { } whole ? whole : (object)value.GetValue<double>(),
            _ => Quoted(value.GetValue<string>()),
        },
        _ => null,
    };

    /// <summary>A text that a reader of YAML could take for a time is quoted.</summary>
    private static object Quoted(string text) => text.Length >= 10 && text[4] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _)
        ? new YamlDotNet.RepresentationModel.YamlScalarNode(text) { Style = ScalarStyle.DoubleQuoted }
        : text;
}
