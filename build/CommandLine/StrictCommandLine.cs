namespace SiteBuilder.CommandLine;

/// <summary>
/// Refuses what Nuke would take in silence: unknown options and targets, values that cannot be read, values in the
/// wrong place. Pure; runs before the build does, with Nuke's packages and with the stand-in.
/// </summary>
internal static class StrictCommandLine
{
    private const string SeeHelp = "./build.sh --help lists all.";

    /// <summary>One line that says what is wrong and what is right, or null.</summary>
    /// <param name="buildType">The class that composes the build.</param>
    /// <param name="args">Arguments of the process.</param>
    /// <param name="environment">Its environment variables; those named NUKE_PARAMETER are checked as well.</param>
    public static string? Check(Type buildType, IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment) =>
        Check(KnownNames.Of(buildType), TypedLine.Parse(args), environment);

    /// <summary>The same for names and a line that are known already.</summary>
    public static string? Check(KnownNames known, TypedLine line, IReadOnlyDictionary<string, string> environment) =>
        line.Targets.Select(x => CheckTarget(known, x))
            .Concat(line.Options.Select(x => CheckOption(known, line, x)))
            .Concat(line.Options.GroupBy(x => Text.Key(x.Name)).Where(x => x.Count() > 1).Select(x => $"Option '--{x.First().Name}' is given {x.Count()} times; give it once."))
            .Concat(environment.Select(x => CheckVariable(known, x.Key, x.Value)))
            .FirstOrDefault(x => x != null);

    private static string? CheckTarget(KnownNames known, string name) => known.HasTarget(name)
        ? null
        : $"Unknown target '{name}'.{Text.Guess(Text.Nearest(name, known.Targets))} {SeeHelp}";

    private static string? CheckOption(KnownNames known, TypedLine line, TypedOption typed)
    {
        if (known.Option(typed.Name) is not { } option)
        {
            var nearest = Text.Nearest(typed.Name, known.Options.Select(x => x.Name));
            return $"Unknown option '--{typed.Name}'.{Text.Guess(nearest == null ? null : $"--{nearest}")} {SeeHelp}";
        }

        var values = typed.AllValues;
        if (option.Kind == OptionKind.List)
        {
            return values.SelectMany(x => option.Separator == null ? [x] : x.Split(option.Separator, StringSplitOptions.RemoveEmptyEntries))
                .Select(x => CheckValue(option, x, $"option '--{option.Name}'"))
                .FirstOrDefault(x => x != null);
        }

        var allowed = option.Kind == OptionKind.Switch && values.Count > 0 && typed.Inline == null && !IsBool(values[0]) ? 0 : 1;
        if (values.Skip(allowed).FirstOrDefault(known.HasTarget) is { } misplaced)
            return $"'{misplaced}' stands after an option and would be read as its value. Targets come first: {Reordered(known, line, typed)}";
        if (option.Kind == OptionKind.Value && (values.Count == 0 || values[0].Length == 0))
            return $"Option '--{option.Name}' needs a value{Choices(option)}.";
        if (values.Count > 1)
            return $"Option '--{option.Name}' takes {(option.Kind == OptionKind.Switch ? "no value" : "one value")}, not '{string.Join(' ', values)}'.";
        return values.Count == 0 ? null : CheckValue(option, values[0], $"option '--{option.Name}'");
    }

    private static string? CheckVariable(KnownNames known, string name, string value)
    {
        if (!name.StartsWith("NUKE_", StringComparison.OrdinalIgnoreCase) || known.Option(name["NUKE_".Length..]) is not { } option)
            return null;
        var values = option.Kind == OptionKind.List && option.Separator != null ? value.Split(option.Separator) : [value];
        return values.Select(x => CheckValue(option, x, $"environment variable '{name}'")).FirstOrDefault(x => x != null);
    }

    /// <summary>One line about a value that the option does not accept, or null.</summary>
    public static string? CheckValue(KnownOption option, string value, string place)
    {
        if (option.Accepted is { } accepted && !accepted.Any(x => Text.Key(x) == Text.Key(value)))
            return $"Bad value '{value}' for {place}.{Text.Guess(Text.Nearest(value, accepted))} Accepted: {string.Join(", ", accepted)}.";
        if (option.Type == typeof(int) && !int.TryParse(value, out _))
            return $"Bad value '{value}' for {place}. Accepted: a whole number.";
        return null;
    }

    private static string Reordered(KnownNames known, TypedLine line, TypedOption wrong)
    {
        bool IsTarget(TypedOption option, string value) => ReferenceEquals(option, wrong) && known.HasTarget(value) && !(known.Option(option.Name)!.Kind == OptionKind.Value && option.Values[0] == value && option.Inline == null);

        var targets = line.Targets.Concat(wrong.Values.Where(x => IsTarget(wrong, x)));
        var options = line.Options.SelectMany(x => x.AllValues.Where(y => !IsTarget(x, y)).Prepend($"--{x.Name}"));
        return $"./build.sh {string.Join(' ', targets.Concat(options))}";
    }

    private static bool IsBool(string value) => bool.TryParse(value, out _);

    private static string Choices(KnownOption option) => option.Accepted == null ? string.Empty : $": {string.Join(", ", option.Accepted)}";
}
