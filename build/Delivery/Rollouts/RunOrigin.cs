using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts;

/// <summary>Who runs this build, from which commit, in which CI run.</summary>
public static class RunOrigin
{
    private static readonly string[] Actors = ["GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILD_REQUESTEDFOR", "BUILD_USER_ID"];

    /// <summary>Asks the CI system's variables (GitHub Actions, GitLab, Azure Pipelines, Jenkins), else the machine; and git.</summary>
    /// <param name="root">The repository.</param>
    public static async Task<RolloutOrigin> ReadAsync(string root, ProcessRunner tools, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tools);
        var who = Actors.Select(Get).FirstOrDefault(actor => actor is not null) ?? $"{Environment.UserName}@{Environment.MachineName}";
        return new RolloutOrigin(who, await CommitAsync(root, tools, cancellation).ConfigureAwait(false), Run());
    }

    private static string? Run() =>
        Get("GITHUB_RUN_ID") is { } github ? $"{Get("GITHUB_SERVER_URL")}/{Get("GITHUB_REPOSITORY")}/actions/runs/{github}"
        : Get("BUILD_BUILDID") is { } azure ? $"{Get("SYSTEM_COLLECTIONURI")}{Get("SYSTEM_TEAMPROJECT")}/_build/results?buildId={azure}"
        : Get("CI_PIPELINE_URL") ?? Get("BUILD_URL");

    /// <summary>The commit, with <c>-dirty</c> where files differ from it; null outside a repository and without git.</summary>
    private static async Task<string?> CommitAsync(string root, ProcessRunner tools, CancellationToken cancellation)
    {
        try
        {
            var command = new ToolCommand("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*") { Directory = root, MustSucceed = false };
            var described = await tools.RunAsync(command, cancellation: cancellation).ConfigureAwait(false);
            return described.ExitCode == 0 ? described.Output.Trim() : null;
        }
        catch (UsageException)
        {
            // a machine without git can deploy too; its records name no commit
            return null;
        }
    }

    private static string? Get(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
