using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Execution;

namespace SiteBuilder.Workflows;

/// <summary>
/// Writes the workflow of GitHub Actions: test what is pushed or proposed, deploy what is on the main branch. Unlike its base
/// it pins actions to commits, gives the token no right but to read the sources, and passes options to ./build.sh.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DeliveryWorkflowAttribute : GitHubActionsAttribute
{
    /// <summary>Writes .github/workflows/NAME.yml.</summary>
    public DeliveryWorkflowAttribute(string name)
        : base(name, GitHubActionsImage.Ubuntu2404)
    {
        On = [GitHubActionsTrigger.Push, GitHubActionsTrigger.PullRequest];
        ReadPermissions = [GitHubActionsPermissions.Contents];
        ConcurrencyGroup = "${{ github.workflow }}-${{ github.ref }}";
        TimeoutMinutes = 45;
    }

    /// <summary>Target and options for every push and pull request.</summary>
    public string TestCommand { get; init; } = "Test --bootstrap";

    /// <summary>Target and options for pushes to the main branch, after the tests.</summary>
    public string DeployCommand { get; init; } = "Deploy --env staging --bootstrap";

    /// <summary>GitHub environment of the deployment.</summary>
    public string DeployEnvironment { get; init; } = "staging";

    /// <summary>Secret of that environment with the kubeconfig of its cluster.</summary>
    public string KubeconfigSecret { get; init; } = "KUBECONFIG";

    /// <summary>Branch that is deployed.</summary>
    public string MainBranch { get; init; } = "main";

    /// <summary>None: the jobs are written from the commands, not from the targets.</summary>
    public override IEnumerable<string> RelevantTargetNames => [];

    /// <inheritdoc/>
    protected override GitHubActionsJob GetJobs(GitHubActionsImage image, IReadOnlyCollection<ExecutableTarget> relevantTargets) => new DeliveryJob
    {
        RunsOn = "ubuntu-24.04",
        MainBranch = MainBranch,
        DeployEnvironment = DeployEnvironment,
        Name = "test",
        Image = image,
        TimeoutMinutes = TimeoutMinutes,
        Steps = [.. Prepare(), new BuildScriptStep(TestCommand), KeepResults()],
        DeploySteps = [.. Prepare(), new BuildScriptStep(DeployCommand) { KubeconfigSecret = KubeconfigSecret }, KeepResults()],
    };

    private static GitHubActionsStep[] Prepare() =>
    [
        new PinnedActionStep(PinnedAction.Checkout) { Inputs = [new("persist-credentials", "false")] },
        new PinnedActionStep(PinnedAction.SetupDotNet) { Inputs = [new("global-json-file", "global.json")] },
        new PinnedActionStep(PinnedAction.Cache)
        {
            Inputs =
            [
                new("path", "~/.nuget/packages"),
                new("key", "nuget-${{ runner.os }}-${{ hashFiles('**/packages.lock.json') }}"),
            ],
        },
    ];

    private static PinnedActionStep KeepResults() => new(PinnedAction.UploadArtifact)
    {
        Condition = "always()",
        Inputs =
        [
            new("name", "artifacts-${{ github.job }}"),
            new("path", "artifacts/**/*.trx\nartifacts/**/*.json"),
            new("if-no-files-found", "ignore"),
        ],
    };
}
