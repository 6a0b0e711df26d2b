namespace Nuke.Common;

/// <summary>Parts of the console output that <see cref="DisableDefaultOutputAttribute"/> can turn off.</summary>
public enum DefaultOutput
{
    /// <summary>The logo at the start.</summary>
    Logo,

    /// <summary>The heading of each target.</summary>
    TargetHeader,

    /// <summary>Collapsible groups on a build server.</summary>
    TargetCollapse,

    /// <summary>The list of errors and warnings at the end.</summary>
    ErrorsAndWarnings,

    /// <summary>The table of targets.</summary>
    TargetOutcome,

    /// <summary>The last line.</summary>
    BuildOutcome,

    /// <summary>The time before each line.</summary>
    Timestamps,
}
