using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>The one mapping that an environment file consists of.</summary>
internal static class YamlDocument
{
    /// <summary>The root, or null after a problem was added.</summary>
    public static YamlSection? Read(string text, ProblemList problems)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StringReader(text);
            stream.Load(reader);
        }
        catch (YamlException error)
        {
            problems.Add(error.Start, $"this is no YAML: {error.Message}");
            return null;
        }
        catch (InvalidOperationException)
        {
            // how the scanner ends at a key inside of [ ] that was never closed
            problems.Add(new Mark(0, 1, 1), "this is no YAML: a list [ ] or mapping { } is not closed");
            return null;
        }

        if (stream.Documents is [])
        {
            problems.Add(new Mark(0, 1, 1), "the file is empty: expected cluster, base and brands at least");
            return null;
        }

        if (stream.Documents is [_, var second, ..])
        {
            problems.Add(second.RootNode.Start, "expected one document, found a second one");
            return null;
        }

        var root = stream.Documents[0].RootNode;
        if (root is YamlMappingNode mapping)
        {
            return new YamlSection("", mapping, mapping.Start, problems);
        }

        problems.Add(root.Start, $"expected keys with values, found {NodeText.Describe(root)}");
        return null;
    }
}
