using System.Text.Json;

namespace SiteBuilder.CommandLine;

/// <summary>Refuses unknown names and bad values in .nuke/parameters.json and parameters.PROFILE.json, which Nuke passes over.</summary>
internal static class ParameterFileCheck
{
    /// <summary>One line that says what is wrong, or null.</summary>
    public static string? Check(KnownNames known, TypedLine line, IReadOnlyDictionary<string, string> environment)
    {
        if (FindRoot(line, environment) is not { } root)
            return null;
        var profiles = line.Options.Where(x => Text.Key(x.Name) == "profile").SelectMany(x => x.AllValues);
        return profiles.Select(x => $"parameters.{x}.json").Append("parameters.json")
            .Where(x => File.Exists(Path.Combine(root, ".nuke", x)))
            .Select(x => Check(known, Path.Combine(root, ".nuke", x), $".nuke/{x}"))
            .FirstOrDefault(x => x != null);
    }

    private static string? Check(KnownNames known, string file, string shown)
    {
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), options);
            return document.RootElement.ValueKind != JsonValueKind.Object
                ? $"{shown} must hold one JSON object."
                : document.RootElement.EnumerateObject().Select(x => Check(known, x, shown)).FirstOrDefault(x => x != null);
        }
        catch (JsonException exception)
        {
            return $"{shown} is not valid JSON: {exception.Message}";
        }
    }

    private static string? Check(KnownNames known, JsonProperty property, string shown)
    {
        if (property.Name == "$schema")
            return null;
        if (known.Option(property.Name) is not { } option)
            return $"Unknown parameter '{property.Name}' in {shown}.{Text.Guess(Text.Nearest(property.Name, known.Options.Select(x => x.Name)))} .nuke/build.schema.json lists all.";
        var values = property.Value.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array => property.Value.EnumerateArray().Select(x => x.ToString()).ToList(),
            _ => new List<string> { property.Value.ToString() },
        };
        return values.Select(x => StrictCommandLine.CheckValue(option, x, $"'{property.Name}' in {shown}")).FirstOrDefault(x => x != null);
    }

    private static string? FindRoot(TypedLine line, IReadOnlyDictionary<string, string> environment)
    {
        var named = line.Options.FirstOrDefault(x => Text.Key(x.Name) == "root")?.AllValues.FirstOrDefault() ?? environment.GetValueOrDefault("NUKE_ROOT");
        if (!string.IsNullOrEmpty(named))
            return named;
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder != null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, ".nuke")))
                return folder.FullName;
        }

        return null;
    }
}
