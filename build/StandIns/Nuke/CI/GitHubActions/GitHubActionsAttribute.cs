using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>Writes .github/workflows/NAME.yml: one job per machine that runs targets of the build.</summary>
public class GitHubActionsAttribute(string name, GitHubActionsImage image, params GitHubActionsImage[] images) : ConfigurationAttributeBase
{
    /// <inheritdoc/>
    public override string IdPostfix => name;

    /// <inheritdoc/>
    public override Type HostType => typeof(GitHubActions);

    /// <inheritdoc/>
    public override AbsolutePath ConfigurationFile => NukeBuild.RootDirectory / ".github" / "workflows" / $"{name}.yml";

    /// <inheritdoc/>
    public override IEnumerable<AbsolutePath> GeneratedFiles => [ConfigurationFile];

    /// <inheritdoc/>
    public override IEnumerable<string> RelevantTargetNames => InvokedTargets;

    /// <inheritdoc/>
    public override IEnumerable<string> IrrelevantTargetNames => [];

    /// <summary>Events without details that start the workflow.</summary>
    public GitHubActionsTrigger[] On { get; set; } = [];

    /// <summary>Branches a push to which starts the workflow.</summary>
    public string[] OnPushBranches { get; set; } = [];

    /// <summary>Branches a pull request to which starts the workflow.</summary>
    public string[] OnPullRequestBranches { get; set; } = [];

    /// <summary>Secrets that become environment variables of the run.</summary>
    public string[] ImportSecrets { get; set; } = [];

    /// <summary>Whether the job's token becomes an environment variable of the run.</summary>
    public bool EnableGitHubToken { get; set; }

    /// <summary>Rights to write.</summary>
    public GitHubActionsPermissions[] WritePermissions { get; set; } = [];

    /// <summary>Rights to read.</summary>
    public GitHubActionsPermissions[] ReadPermissions { get; set; } = [];

    /// <summary>Folders that are kept between runs.</summary>
    public string[] CacheIncludePatterns { get; set; } = [".nuke/temp", "~/.nuget/packages"];

    /// <summary>Folders that are not kept.</summary>
    public string[] CacheExcludePatterns { get; set; } = [];

    /// <summary>Files whose change makes what is kept void.</summary>
    public string[] CacheKeyFiles { get; set; } = ["**/global.json", "**/*.csproj", "**/Directory.Packages.props"];

    /// <summary>Minutes after which the job is stopped; 0: GitHub's own limit.</summary>
    public int TimeoutMinutes { get; set; }

    /// <summary>Runs of one group do not overlap.</summary>
    public string ConcurrencyGroup { get; set; }

    /// <summary>Whether a new run stops the one before it in its group.</summary>
    public bool ConcurrencyCancelInProgress { get; set; }

    /// <summary>Targets that the job runs.</summary>
    public string[] InvokedTargets { get; set; } = [];

    /// <inheritdoc/>
    public override CustomFileWriter CreateWriter(StreamWriter streamWriter) => new(streamWriter, indentationFactor: 2, commentPrefix: "#");

    /// <inheritdoc/>
    public override ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets)
    {
        var detailed = GetTriggers().ToArray();
        Assert.True(On.Length == 0 || detailed.Length == 0, $"Workflow '{name}' must not have both '{nameof(On)}' and triggers with details");
        Assert.True(On.Length > 0 || detailed.Length > 0, $"Workflow '{name}' has no trigger");
        return new GitHubActionsConfiguration
        {
            Name = name,
            ShortTriggers = On,
            DetailedTriggers = detailed,
            Permissions =
            [
                .. WritePermissions.Select(x => (x, "write")),
                .. ReadPermissions.Select(x => (x, "read")),
            ],
            ConcurrencyGroup = ConcurrencyGroup,
            ConcurrencyCancelInProgress = ConcurrencyCancelInProgress,
            Jobs = [.. images.Prepend(image).Select(x => GetJobs(x, relevantTargets))],
        };
    }

    /// <summary>The job on one machine.</summary>
    protected virtual GitHubActionsJob GetJobs(GitHubActionsImage image, IReadOnlyCollection<ExecutableTarget> relevantTargets)
    {
        var steps = new List<GitHubActionsStep> { new GitHubActionsCheckoutStep() };
        if (CacheKeyFiles.Length > 0)
        {
            steps.Add(new GitHubActionsCacheStep
            {
                IncludePatterns = CacheIncludePatterns,
                ExcludePatterns = CacheExcludePatterns,
                KeyFiles = CacheKeyFiles,
            });
        }

        steps.Add(new GitHubActionsRunStep
        {
            BuildCmdPath = BuildCmdPath,
            InvokedTargets = InvokedTargets,
            Imports = GetImports().ToDictionary(x => x.Key, x => x.Value),
        });
        return new GitHubActionsJob { Name = ImageNames.Of(image), Image = image, TimeoutMinutes = TimeoutMinutes, Steps = [.. steps] };
    }

    /// <summary>Environment variables of the run with their expressions.</summary>
    protected virtual IEnumerable<(string Key, string Value)> GetImports()
    {
        foreach (var secret in ImportSecrets)
            yield return (secret, $"${{{{ secrets.{SecretName(secret)} }}}}");
        if (EnableGitHubToken)
            yield return ("GITHUB_TOKEN", "${{ secrets.GITHUB_TOKEN }}");
    }

    /// <summary>Events with details that start the workflow.</summary>
    protected virtual IEnumerable<GitHubActionsDetailedTrigger> GetTriggers()
    {
        if (OnPushBranches.Length > 0)
            yield return new GitHubActionsVcsTrigger { Kind = GitHubActionsTrigger.Push, Branches = OnPushBranches };
        if (OnPullRequestBranches.Length > 0)
            yield return new GitHubActionsVcsTrigger { Kind = GitHubActionsTrigger.PullRequest, Branches = OnPullRequestBranches };
    }

    private static string SecretName(string member) =>
        string.Concat(member.Select((x, i) => i > 0 && char.IsUpper(x) && !char.IsUpper(member[i - 1]) ? $"_{x}" : $"{char.ToUpperInvariant(x)}"));
}
