namespace Nuke.Common.Execution;

/// <summary>The command line, taken apart: values before the first option, then options with the values that follow them.</summary>
internal sealed class CommandLineArguments
{
    private readonly Dictionary<string, List<string>> named = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> positional = [];

    public IReadOnlyList<string> Positional => positional;

    public static CommandLineArguments Parse(IEnumerable<string> arguments)
    {
        var parsed = new CommandLineArguments();
        var current = parsed.positional;
        foreach (var argument in arguments)
        {
            if (argument.StartsWith('-') && argument.Trim('-').Length > 0)
                parsed.named[Key(argument)] = current = [];
            else
                current.Add(argument);
        }

        return parsed;
    }

    public bool TryGet(string name, out IReadOnlyList<string> values)
    {
        var found = named.TryGetValue(Key(name), out var list);
        values = list;
        return found;
    }

    private static string Key(string name) => name.Replace("-", null);
}
