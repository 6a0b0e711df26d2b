using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>
/// Reads the objects of any plain manifests, as kubectl would: YAML with several documents, lists, anchors and merged keys; JSON; files and
/// whole folders; standard input.
/// </summary>
public static class ManifestReader
{
    /// <summary>The objects in the order in which they stand.</summary>
    /// <param name="path">A file; a folder, with every .yaml, .yml and .json file below it whose name does not begin with a dot; or <c>-</c> for <paramref name="standardInput"/>.</param>
    /// <param name="standardInput">Read to its end, as UTF-8, where it is asked for.</param>
    /// <exception cref="UsageException">There is no such place, there is nothing in it, or there are problems: all of them, each with file and line.</exception>
    public static IReadOnlyList<JsonObject> Read(string path, Stream standardInput)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var problems = new List<ManifestProblem>();
        var manifests = ManifestFiles.Read(path, standardInput).SelectMany(text => Documents(text, problems).SelectMany(document => ManifestObject.All(text, document, problems))).ToList();
        problems.AddRange(manifests.SelectMany(ManifestCheck.Of));
        problems.AddRange(ManifestCheck.Twice(manifests));
        if (problems.Count > 0)
        {
            throw new UsageException(string.Join('\n', [$"{problems.Count} problem{(problems.Count == 1 ? "" : "s")} in the manifests of {Name(path)}:", .. problems.Select(problem => $"  {problem}")]));
        }

        return manifests.Count > 0
            ? [.. manifests.Select(manifest => manifest.Item.Parent is null ? manifest.Item : (JsonObject)manifest.Item.DeepClone())]
            : throw new UsageException($"The manifests of {Name(path)} hold no object: every document is empty. An empty release is refused, because it would take off all that the release has.");
    }

    private static IReadOnlyList<ReadDocument> Documents(ManifestText text, List<ManifestProblem> problems)
    {
        if (!JsonReader.MayBe(text.Text))
        {
            return new YamlReader(text, problems).Read();
        }

        try
        {
            return JsonReader.Read(text.Text);
        }
        catch (JsonException error) when (text.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(new ManifestProblem(text.At((error.LineNumber ?? 0) + 1), $"this is no JSON: {Plain(error)}"));
            return [];
        }
        catch (JsonException)
        {
            // YAML may begin with { too
            return new YamlReader(text, problems).Read();
        }
    }

    private static string Name(string path) => path == ManifestFiles.StandardInput ? "standard input" : path;

    /// <summary>Without the place, which stands in front already.</summary>
    private static string Plain(JsonException error) => error.Message.Split([" LineNumber:", " Path:"], StringSplitOptions.None)[0];
}
