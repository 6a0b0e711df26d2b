using System.Text.Json.Nodes;

namespace SiteBuilder.Rollouts.Tests.Wait;

/// <summary>The cases of a folder of YAML files, each named <c>file: case</c>.</summary>
internal static class YamlCases
{
    public static TheoryData<string> Names(string folder, string part = "Wait")
    {
        var names = new TheoryData<string>();
        foreach (var (name, _) in All(folder, part))
        {
            names.Add(name);
        }

        return names;
    }

    public static JsonObject Find(string folder, string name, string part = "Wait") => All(folder, part).Single(item => item.Name == name).Case;

    private static IEnumerable<(string Name, JsonObject Case)> All(string folder, string part) =>
        from file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, part, folder), "*.yaml").Order(StringComparer.Ordinal)
        from item in (JsonArray)YamlNodes.Read(file)!
        select ($"{Path.GetFileNameWithoutExtension(file)}: {item["case"]}", (JsonObject)item);
}
