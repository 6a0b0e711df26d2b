using System.Text.RegularExpressions;
using SiteBuilder.Build.Tests.Support;

namespace SiteBuilder.Build.Tests.Api;

/// <summary>The public surface of the real packages, from the recorded lists.</summary>
internal sealed partial class RecordedApi
{
    private readonly Dictionary<string, HashSet<string>> types = new(StringComparer.Ordinal);

    /// <summary>Reads all lists; skips the test where there are none.</summary>
    public static RecordedApi Read()
    {
        var api = new RecordedApi();
        foreach (var file in Directory.EnumerateFiles(Repository.NukeFactsOrSkip("api"), "*.txt"))
            api.Add(File.ReadLines(file));
        api.types.Count.ShouldBeGreaterThan(100);
        return api;
    }

    /// <summary>Names of all types without namespace and type parameters.</summary>
    public IEnumerable<string> SimpleNames => types.Keys
        .Select(x => x.Split('(')[0].Split(' ')[^1].Split('<')[0].Split('.')[^1])
        .Distinct();

    public bool HasType(string heading) => types.ContainsKey(heading);

    /// <summary>Whether the type has the member; a setter more in the real type does not count.</summary>
    public bool HasMember(string heading, string line) =>
        types[heading].Contains(line) || types[heading].Contains(line.Replace("{ get; }", "{ get; set; }", StringComparison.Ordinal));

    private void Add(IEnumerable<string> lines)
    {
        HashSet<string> members = [];
        foreach (var line in lines.Where(x => x.Length > 0))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                var text = Attributes().Replace(line.Trim(), string.Empty);
                members.UnionWith(EnumValues().IsMatch(text) ? text.Split(", ") : [text]);
                continue;
            }

            var heading = Attributes().Replace(line, string.Empty).Split("   // ")[0];
            if (!heading.Contains(": delegate ", StringComparison.Ordinal))
                heading = heading.Split(" : ")[0];
            if (!types.TryGetValue(heading, out members!))
                types[heading] = members = new HashSet<string>(StringComparer.Ordinal);
        }
    }

    [GeneratedRegex(@"^(\[[A-Z][^\]]*\] )+")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"^\w+(, \w+)*$")]
    private static partial Regex EnumValues();
}
