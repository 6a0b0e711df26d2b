using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>Reads the YAML documents of one text into the JSON that the API server takes. Every problem is noted with its line.</summary>
internal sealed class YamlReader(ManifestText text, ICollection<ManifestProblem> problems)
{
    private const int Deepest = 100;
    private const int MostNodes = 1_000_000;
    private readonly Dictionary<string, JsonNode?> _anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<JsonNode, long> _lines = new(ReferenceEqualityComparer.Instance);
    private readonly string[] _rows = text.Text.Split('\n');
    private int _nodes;
    private int _depth;

    /// <summary>The documents up to the first one that is no YAML.</summary>
    public IReadOnlyList<ReadDocument> Read()
    {
        var documents = new List<ReadDocument>();
        var parser = new Parser(new StringReader(text.Text));
        try
        {
            parser.Consume<StreamStart>();
            while (parser.TryConsume<DocumentStart>(out _))
            {
                _anchors.Clear();
                _open.Clear();
                var line = parser.Current!.Start.Line;
                documents.Add(new ReadDocument(Node(parser), line, _lines));
                parser.Consume<DocumentEnd>();
            }
        }
        catch (YamlException error)
        {
            Note(error.Start, $"this is no YAML: {error.Message}");
        }
        catch (InvalidOperationException)
        {
            // how the scanner ends at a key inside of [ ] that was never closed
            Note(parser.Current?.Start ?? Mark.Empty, "this is no YAML: a list [ ] or mapping { } is not closed");
        }

        return documents;
    }

    private JsonNode? Node(Parser parser)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Referred(alias);
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return Known(scalar, Value(scalar));
        }

        if (++_depth > Deepest)
        {
            throw new YamlException(parser.Current!.Start, parser.Current.End, $"nested deeper than {Deepest} levels");
        }

        var node = parser.Accept<SequenceStart>(out _) ? List(parser) : Mapping(parser);
        _depth--;
        return node;
    }

    private JsonNode? List(Parser parser)
    {
        var start = parser.Consume<SequenceStart>();
        Open(start);
        var list = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            list.Add(Node(parser));
        }

        return Known(start, list);
    }

    private JsonNode? Mapping(Parser parser)
    {
        var start = parser.Consume<MappingStart>();
        Open(start);
        if (start.Style == MappingStyle.Block && IsIndentedByTab(start.Start.Line))
        {
            throw new YamlException(start.Start, start.End, "a tab stands where YAML takes spaces only");
        }

        var map = new YamlMapping();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                throw new YamlException(parser.Current!.Start, parser.Current.End, "a key must be a single word or text");
            }

            var isMerge = key is { Value: "<<", Style: ScalarStyle.Plain } && key.Tag.IsEmpty;
            var name = isMerge ? "<<" : KeyOf(key);
            var value = Node(parser);
            if ((isMerge ? map.Merge(value) : map.Add(name, value)) is { } problem)
            {
                Note(key.Start, problem);
            }
        }

        return Known(start, map.Fields);
    }

    private string KeyOf(Scalar key)
    {
        if (Value(key) is { } value)
        {
            return value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        }

        Note(key.Start, "a key is empty or null: put it in quotes, or remove it");
        return key.Value;
    }

    private JsonNode? Value(Scalar scalar)
    {
        var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        switch (tag)
        {
            case "" when scalar.Style == ScalarStyle.Plain:
            case "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null":
                if (!PlainScalar.TryRead(scalar.Value, out var value))
                {
                    Note(scalar.Start, $"{scalar.Value} is a number that JSON does not have: put it in quotes if it is a text");
                }
                else if (tag.Length > 0 && !Fits(tag, value))
                {
                    Note(scalar.Start, $"\"{scalar.Value}\" is not what its tag {tag.Replace("tag:yaml.org,2002:", "!!", StringComparison.Ordinal)} says");
                }

                return value;
            case "tag:yaml.org,2002:binary":
                var bytes = new byte[scalar.Value.Length];
                if (Convert.TryFromBase64String(scalar.Value, bytes, out var length))
                {
                    return System.Text.Encoding.UTF8.GetString(bytes, 0, length);
                }

                Note(scalar.Start, "the value of !!binary is no base64");
                return null;
            default:
                return scalar.Value;
        }
    }

    private static bool Fits(string tag, JsonNode? value) => (tag[(tag.LastIndexOf(':') + 1)..], value?.GetValueKind()) switch
    {
        ("null", null) => true,
        ("bool", System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False) => true,
        ("int" or "float", System.Text.Json.JsonValueKind.Number) => true,
        _ => false,
    };

    private JsonNode? Referred(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var node))
        {
            throw new YamlException(alias.Start, alias.End, _open.Contains(name) ? $"anchor &{name} contains itself" : $"there is no anchor &{name} before this in its document");
        }

        _nodes += Count(node);
        return _nodes <= MostNodes ? node?.DeepClone() : throw new YamlException(alias.Start, alias.End, $"its aliases blow it up to more than {MostNodes} values");
    }

    private void Open(NodeEvent start)
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors.Remove(start.Anchor.Value);
            _open.Add(start.Anchor.Value);
        }
    }

    private JsonNode? Known(NodeEvent start, JsonNode? node)
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        if (node is not null)
        {
            _lines[node] = start.Start.Line;
        }

        return node;
    }

    /// <summary>The parser lets that pass where nothing stands before it; kubectl does not.</summary>
    private bool IsIndentedByTab(long line) => line >= 1 && line <= _rows.Length && _rows[line - 1].TakeWhile(char.IsWhiteSpace).Contains('\t');

    private static int Count(JsonNode? node) => node switch
    {
        JsonObject map => 1 + map.Sum(pair => Count(pair.Value)),
        JsonArray list => 1 + list.Sum(Count),
        _ => 1,
    };

    private void Note(Mark at, string problem) => problems.Add(new ManifestProblem(text.At(Math.Max(at.Line, 1)), problem));
}
