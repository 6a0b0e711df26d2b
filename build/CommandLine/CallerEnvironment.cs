using System.Collections;

namespace SiteBuilder.CommandLine;

/// <summary>
/// The caller's environment variables that Nuke would take for parameters although nobody meant them so: ENV, KUBECONFIG,
/// NAME, HOST. They are moved aside before the build starts; only NUKE_NAME, the command line and .nuke/parameters.json
/// set parameters.
/// </summary>
public static class CallerEnvironment
{
    private const string Prefix = "SITEBUILDER_CALLER_";

    /// <summary>The caller's value of a variable, moved aside or not; null where there is none.</summary>
    public static string? Get(string name) => Environment.GetEnvironmentVariable(Prefix + name) ?? Environment.GetEnvironmentVariable(name);

    /// <summary>Names of the variables that would be taken for one of the options. Pure.</summary>
    internal static IReadOnlyList<string> Mistakable(KnownNames known, IEnumerable<string> variables) =>
        [.. variables.Where(x => !x.StartsWith(Prefix, StringComparison.Ordinal) && known.Option(x) != null)];

    /// <summary>Moves those variables aside, and hands on what was typed as --name=value, which Nuke does not read.</summary>
    internal static void Prepare(KnownNames known, TypedLine line)
    {
        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>().ToList();
        // a build that was started by a build has a caller of its own
        foreach (var name in variables.Where(x => x.StartsWith(Prefix, StringComparison.Ordinal)))
            Environment.SetEnvironmentVariable(name, null);
        foreach (var name in Mistakable(known, variables))
        {
            Environment.SetEnvironmentVariable(Prefix + name, Environment.GetEnvironmentVariable(name));
            Environment.SetEnvironmentVariable(name, null);
        }

        foreach (var option in line.Options.Where(x => x.Inline != null))
            Environment.SetEnvironmentVariable($"NUKE_{Text.Kebab(option.Name).Replace('-', '_').ToUpperInvariant()}", option.Inline);
    }

    /// <summary>All variables of the process.</summary>
    internal static IReadOnlyDictionary<string, string> All() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(x => (string)x.Key, x => (string?)x.Value ?? string.Empty);
}
