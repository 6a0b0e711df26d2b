using System.Text.RegularExpressions;

namespace SiteBuilder.Manifests.Tests.ApiServer;

/// <summary>The definitions of the operators' kinds, which lie beside the repository where they are at hand.</summary>
internal static partial class CustomDefinitions
{
    private static string Folder => Path.Combine(Platform.Root, "..", "shared", "crds");

    /// <summary>The definition of a kind as YAML, and its name; null where it is not at hand.</summary>
    public static (string Name, string Yaml)? Of(string kind, string group)
    {
        var documents = Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*.yaml").SelectMany(file => Separator().Split(File.ReadAllText(file))) : [];
        return documents.Where(text => Kind().Match(text).Groups[1].Value == kind && Group().Match(text).Groups[1].Value == group).Select(text => ((string, string)?)(Name().Match(text).Groups[1].Value, text)).FirstOrDefault();
    }

    [GeneratedRegex(@"^---\s*$", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^    kind: (\w+)", RegexOptions.Multiline)]
    private static partial Regex Kind();

    [GeneratedRegex(@"^  group: (\S+)", RegexOptions.Multiline)]
    private static partial Regex Group();

    [GeneratedRegex(@"^  name: (\S+)", RegexOptions.Multiline)]
    private static partial Regex Name();
}
