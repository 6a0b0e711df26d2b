using System.Text.Json;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>.nuke/parameters.PROFILE.json for each profile, then .nuke/parameters.json.</summary>
internal sealed class ParameterFiles
{
    private readonly List<Dictionary<string, IReadOnlyList<string>>> files = [];

    public static ParameterFiles Load(AbsolutePath root, IEnumerable<string> profiles)
    {
        var loaded = new ParameterFiles();
        foreach (var name in profiles.Select(x => $"parameters.{x}.json").Append("parameters.json"))
        {
            var file = root / ".nuke" / name;
            if (File.Exists(file))
                loaded.files.Add(Read(file));
        }

        return loaded;
    }

    public bool TryGet(string name, out IReadOnlyList<string> values)
    {
        foreach (var file in files)
        {
            if (file.TryGetValue(name, out values))
                return true;
        }

        values = null;
        return false;
    }

    private static Dictionary<string, IReadOnlyList<string>> Read(AbsolutePath file)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), options);
            foreach (var property in document.RootElement.EnumerateObject().Where(x => x.Value.ValueKind != JsonValueKind.Null))
            {
                values[property.Name] = property.Value.ValueKind == JsonValueKind.Array
                    ? [.. property.Value.EnumerateArray().Select(x => x.ToString())]
                    : [property.Value.ToString()];
            }
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"{file} is not valid JSON: {exception.Message}", exception);
        }

        return values;
    }
}
