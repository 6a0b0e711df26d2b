namespace SiteBuilder.CommandLine;

/// <summary>An option that the build understands.</summary>
/// <param name="Name">As typed, without dashes: kube-context.</param>
/// <param name="Kind">How many values follow it.</param>
/// <param name="Type">Type of one value.</param>
/// <param name="Separator">Text between the values of a list, or null.</param>
/// <param name="AcceptedValues">Finds the accepted values; asked only where a value was given.</param>
internal sealed record KnownOption(string Name, OptionKind Kind, Type Type, string? Separator, Func<IReadOnlyList<string>?> AcceptedValues)
{
    /// <summary>Accepted values, or null where any text is accepted.</summary>
    public IReadOnlyList<string>? Accepted => AcceptedValues();

    /// <summary>Letters and digits alone: case and dashes do not count.</summary>
    public string Key => Text.Key(Name);
}
