using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Utilities;

namespace SiteBuilder.Workflows;

/// <summary>The job that tests every commit, and after it, for commits on the main branch, the job that deploys.</summary>
public sealed class DeliveryJob : GitHubActionsJob
{
    /// <summary>Machine as GitHub names it.</summary>
    public required string RunsOn { get; init; }

    /// <summary>Branch that is deployed.</summary>
    public required string MainBranch { get; init; }

    /// <summary>GitHub environment that the deployment belongs to, with its approvals and secrets.</summary>
    public required string DeployEnvironment { get; init; }

    /// <summary>Steps of the deployment.</summary>
    public IReadOnlyList<GitHubActionsStep> DeploySteps { get; init; } = [];

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        WriteJob(writer, "test", [], Steps);
        writer.WriteLine();
        WriteJob(
            writer,
            "deploy",
            [
                "needs: test",
                $"if: github.event_name == 'push' && github.ref == 'refs/heads/{MainBranch}'",
                $"environment: {DeployEnvironment}",
                "concurrency:",
                $"  group: deploy-{DeployEnvironment}",
                "  cancel-in-progress: false",
            ],
            DeploySteps);
    }

    private void WriteJob(CustomFileWriter writer, string name, IReadOnlyList<string> properties, IReadOnlyList<GitHubActionsStep> steps)
    {
        writer.WriteLine($"{name}:");
        using (writer.Indent())
        {
            foreach (var property in properties)
                writer.WriteLine(property);
            writer.WriteLine($"runs-on: {RunsOn}");
            writer.WriteLine($"timeout-minutes: {TimeoutMinutes}");
            writer.WriteLine("steps:");
            using (writer.Indent())
            {
                foreach (var step in steps)
                    step.Write(writer);
            }
        }
    }
}
