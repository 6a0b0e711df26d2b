namespace SiteBuilder.CommandLine;

/// <summary>An option as the caller typed it.</summary>
/// <param name="Name">Without dashes and value.</param>
/// <param name="Inline">What followed an equals sign, or null.</param>
/// <param name="Values">Arguments after it, up to the next option.</param>
internal sealed record TypedOption(string Name, string? Inline, IReadOnlyList<string> Values)
{
    /// <summary>All values in order.</summary>
    public IReadOnlyList<string> AllValues => Inline == null ? Values : [Inline, .. Values];
}
