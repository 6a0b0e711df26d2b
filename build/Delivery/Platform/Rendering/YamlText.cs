using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SiteBuilder.Delivery.Platform.Rendering;

/// <summary>Plain YAML of a JSON node: the same text for the same node, on every machine.</summary>
public static partial class YamlText
{
    /// <summary>The keys that stand first, as people look for them; the others follow as they are.</summary>
    private static readonly string[] First = ["apiVersion", "kind", "metadata", "name", "namespace", "image"];

    private static readonly HashSet<string> Words = new(["true", "false", "yes", "no", "on", "off", "null", "y", "n"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The text, ending in a line break.</summary>
    public static string Of(JsonNode node)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(writer, new EmitterSettings().WithBestWidth(int.MaxValue).WithNewLine("\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in map.OrderBy(pair => Array.IndexOf(First, pair.Key) is var place && place < 0 ? First.Length : place))
                {
                    emitter.Emit(Text(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var value in list)
                {
                    Emit(emitter, value);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                emitter.Emit(Text(value.ToString()));
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, node?.ToJsonString() ?? "null", ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));
                break;
        }
    }

    /// <summary>A text, in quotes wherever YAML could read it as something else.</summary>
    private static Scalar Text(string text)
    {
        var style = text switch
        {
            _ when text.Contains('\n', StringComparison.Ordinal) => ScalarStyle.Literal,
            _ when Plain().IsMatch(text) && !Words.Contains(text) => ScalarStyle.Plain,
            _ => ScalarStyle.DoubleQuoted,
        };
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: style == ScalarStyle.Plain, isQuotedImplicit: style != ScalarStyle.Plain);
    }

    /// <summary>Words, paths, addresses and quantities; nothing that looks like a number, a date or YAML's own marks.</summary>
    [GeneratedRegex("^([A-Za-z/][A-Za-z0-9._/=,+-]*(:[A-Za-z0-9._/=,+-]+)*|[0-9]+(m|Ki|Mi|Gi|Ti))$")]
    private static partial Regex Plain();
}
