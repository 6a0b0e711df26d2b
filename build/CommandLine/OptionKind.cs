namespace SiteBuilder.CommandLine;

/// <summary>How many values follow an option.</summary>
internal enum OptionKind
{
    /// <summary>None, or true or false.</summary>
    Switch,

    /// <summary>Exactly one.</summary>
    Value,

    /// <summary>Any number.</summary>
    List,
}
