using Nuke.Common.Execution;
using Nuke.Common.Execution.Theming;
using Nuke.Common.Utilities;

namespace Nuke.Common;

/// <summary>Where a build runs, and how it writes there.</summary>
public partial class Host
{
    /// <summary>Made where the build runs on it.</summary>
    protected Host()
    {
    }

    internal virtual IHostTheme Theme { get; } = HostTheme.ForConsole();

    internal static Host Detect() => CI.GitHubActions.GitHubActions.IsRunningGitHubActions
        ? new CI.GitHubActions.GitHubActions()
        : new Terminal();

    internal static Host Create(string name) => name.ToUpperInvariant() switch
    {
        "GITHUBACTIONS" => new CI.GitHubActions.GitHubActions(),
        "TERMINAL" => new Terminal(),
        _ => throw new ArgumentException($"Host with name '{name}' does not exist. Available hosts are: GitHubActions, Terminal"),
    };

    /// <summary>Writes the logo.</summary>
    protected internal void WriteLogo()
    {
        Theme.WriteVerbose();
        foreach (var line in Logo.Lines)
            Theme.WriteVerbose(line);
        Theme.WriteVerbose();
        Theme.WriteInformation($"NUKE Execution Engine version {Logo.Version} ({EnvironmentInfo.Platform},{EnvironmentInfo.Framework})");
        Theme.WriteVerbose();
    }

    /// <summary>Writes a heading; what is written until the result is disposed belongs to it.</summary>
    protected internal virtual IDisposable WriteBlock(string text)
    {
        Theme.WriteVerbose();
        Theme.WriteVerbose("\u256c" + new string('\u2550', text.Length + 5));
        Theme.WriteInformation("\u2551 " + text);
        Theme.WriteVerbose("\u256c" + new string('\u2550', Math.Max(2, text.Length - 4)));
        Theme.WriteVerbose();
        return DelegateDisposable.CreateBracket();
    }

    /// <summary>Tells the build server of a warning.</summary>
    protected internal virtual void ReportWarning(string text, string details = null)
    {
    }

    /// <summary>Tells the build server of an error.</summary>
    protected internal virtual void ReportError(string text, string details = null)
    {
    }

    /// <summary>Whether a line is a command to the build server and not for the log.</summary>
    protected internal virtual bool FilterMessage(string message) => false;
}
