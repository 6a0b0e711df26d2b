namespace SiteBuilder.Delivery.Tools;

/// <summary>One call of a command line tool.</summary>
/// <param name="Executable">File name on PATH, or a full path.</param>
/// <param name="Arguments">Arguments as they are; quoting is not the caller's concern.</param>
public sealed record ToolCommand(string Executable, params IReadOnlyList<string> Arguments)
{
    /// <summary>The working directory; null = that of this process.</summary>
    public string? Directory { get; init; }

    /// <summary>Variables added to the environment of this process; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The stage that an error names.</summary>
    public string Stage { get; init; } = "Tool";

    /// <summary>What the tool works on, for the error; null = the tool's name.</summary>
    public string? Subject { get; init; }

    /// <summary>What the reader can do when it fails; null = nothing beyond the tool's own words.</summary>
    public string? Remedy { get; init; }

    /// <summary>False: a non-zero exit code is returned, not thrown.</summary>
    public bool MustSucceed { get; init; } = true;

    /// <summary>True: what the tool leaves running is ended when it ends. Default: false. Needs <c>setsid</c>, as Linux has it.</summary>
    public bool EndsLeftovers { get; init; }

    /// <summary>The command as one could type it.</summary>
    public override string ToString() =>
        string.Join(' ', Arguments.Prepend(Executable).Select(a => a.Length > 0 && !a.Any(c => char.IsWhiteSpace(c) || c is '"' or '\'' or '$') ? a : $"'{a.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
}
