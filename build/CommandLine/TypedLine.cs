namespace SiteBuilder.CommandLine;

/// <summary>A command line taken apart as Nuke does it: targets, then options with the values that follow them.</summary>
internal sealed record TypedLine(IReadOnlyList<string> Targets, IReadOnlyList<TypedOption> Options)
{
    /// <summary>Takes the arguments apart; judges nothing.</summary>
    public static TypedLine Parse(IEnumerable<string> arguments)
    {
        var targets = new List<string>();
        var options = new List<TypedOption>();
        var current = targets;
        foreach (var argument in arguments)
        {
            // a dash alone is a value: standard input
            if (argument is "-" || !argument.StartsWith('-'))
            {
                current.Add(argument);
                continue;
            }

            var parts = argument.TrimStart('-').Split('=', 2);
            current = [];
            options.Add(new TypedOption(parts[0], parts.ElementAtOrDefault(1), current));
        }

        return new TypedLine([.. targets.SelectMany(x => x.Split('+', StringSplitOptions.RemoveEmptyEntries))], options);
    }
}
