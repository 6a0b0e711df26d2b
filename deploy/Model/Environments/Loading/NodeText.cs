using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>How a node is named in a message.</summary>
internal static class NodeText
{
    public static bool IsEmpty(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    public static string Describe(YamlNode node) => node switch
    {
        _ when IsEmpty(node) => "nothing",
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => $"'{scalar.Value}'",
        YamlScalarNode scalar => $"the text '{scalar.Value}'",
        YamlSequenceNode => "a list",
        YamlMappingNode => "keys with values",
        _ => "an alias",
    };
}
