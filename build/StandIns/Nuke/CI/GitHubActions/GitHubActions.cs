using Nuke.Common.Execution.Theming;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>A job of GitHub Actions.</summary>
public class GitHubActions : Host, IBuildServer
{
    internal GitHubActions()
    {
    }

    /// <summary>The job that the build runs in, or null.</summary>
    public static GitHubActions Instance => NukeBuild.Host as GitHubActions;

    string IBuildServer.Branch => Ref;

    string IBuildServer.Commit => Sha;

    /// <summary>Name of the workflow.</summary>
    public string Workflow => Variable("GITHUB_WORKFLOW");

    /// <summary>Who started it.</summary>
    public string Actor => Variable("GITHUB_ACTOR");

    /// <summary>Owner and name of the repository.</summary>
    public string Repository => Variable("GITHUB_REPOSITORY");

    /// <summary>The event that started it.</summary>
    public string EventName => Variable("GITHUB_EVENT_NAME");

    /// <summary>The commit.</summary>
    public string Sha => Variable("GITHUB_SHA");

    /// <summary>The full name of the branch or tag.</summary>
    public string Ref => Variable("GITHUB_REF");

    /// <summary>The short name of the branch or tag.</summary>
    public string RefName => Variable("GITHUB_REF_NAME");

    /// <summary>Address of the server.</summary>
    public string ServerUrl => Variable("GITHUB_SERVER_URL");

    /// <summary>Whether a pull request is built.</summary>
    public bool IsPullRequest => EventName == "pull_request";

    /// <summary>The file whose Markdown is shown on the job's page, or null.</summary>
    public AbsolutePath StepSummaryFile => Variable("GITHUB_STEP_SUMMARY");

    internal static bool IsRunningGitHubActions => Variable("GITHUB_ACTIONS") != null;

    internal override IHostTheme Theme { get; } = new HostTheme(coloured: true);

    /// <summary>Opens a group of lines that can be folded.</summary>
    public void Group(string group) => WriteCommand($"group::{group}");

    /// <summary>Closes the group.</summary>
    public void EndGroup(string group) => WriteCommand($"endgroup::{group}");

    /// <summary>Writes a line for debugging.</summary>
    public void WriteDebug(string message) => WriteCommand($"debug::{Escape(message)}");

    /// <summary>Writes a warning that is shown on the job's page.</summary>
    public void WriteWarning(string message) => WriteCommand($"warning::{Escape(message)}");

    /// <summary>Writes an error that is shown on the job's page.</summary>
    public void WriteError(string message) => WriteCommand($"error::{Escape(message)}");

    /// <inheritdoc/>
    protected internal override IDisposable WriteBlock(string text) =>
        DelegateDisposable.CreateBracket(() => Group(text), () => EndGroup(text));

    /// <inheritdoc/>
    protected internal override void ReportWarning(string text, string details = null) => WriteWarning(text);

    /// <inheritdoc/>
    protected internal override void ReportError(string text, string details = null) => WriteError(text);

    /// <inheritdoc/>
    protected internal override bool FilterMessage(string message) => message.StartsWith("::", StringComparison.Ordinal);

    private static string Variable(string name) => EnvironmentInfo.GetVariable(name);

    private static string Escape(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static void WriteCommand(string command) => Console.WriteLine($"::{command}");
}
