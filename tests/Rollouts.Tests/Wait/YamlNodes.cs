using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SiteBuilder.Rollouts.Tests.Wait;

/// <summary>Reads YAML as the JSON that an API server would send.</summary>
internal static class YamlNodes
{
    public static JsonNode? Read(string path)
    {
        using var reader = new StreamReader(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return Convert(stream.Documents[0].RootNode);
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode fields => new JsonObject(fields.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode items => new JsonArray([.. items.Children.Select(Convert)]),
        YamlScalarNode { Style: not ScalarStyle.Plain } text => text.Value,
        YamlScalarNode { Value: null or "" or "null" } => null,
        YamlScalarNode { Value: "true" or "false" } flag => flag.Value == "true",
        YamlScalarNode number when long.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        YamlScalarNode text => text.Value,
        _ => throw new InvalidOperationException($"no such YAML here: {node}"),
    };
}
