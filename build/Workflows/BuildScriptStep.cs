using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Utilities;

namespace SiteBuilder.Workflows;

/// <summary>A step that calls ./build.sh with a target and its options.</summary>
public sealed class BuildScriptStep(string command) : GitHubActionsStep
{
    /// <summary>Secret that holds a kubeconfig, which the command is given as a file; null: none.</summary>
    public string? KubeconfigSecret { get; init; }

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"- name: {command}");
        using (writer.Indent())
        {
            if (KubeconfigSecret == null)
            {
                writer.WriteLine($"run: ./build.sh {command}");
                return;
            }

            writer.WriteLine("run: |");
            using (writer.Indent())
            {
                writer.WriteLine("umask 077");
                writer.WriteLine("printf '%s' \"$KUBECONFIG_TEXT\" > \"$RUNNER_TEMP/kubeconfig\"");
                writer.WriteLine($"./build.sh {command} --kubeconfig \"$RUNNER_TEMP/kubeconfig\"");
            }

            writer.WriteLine("env:");
            using (writer.Indent())
                writer.WriteLine($"KUBECONFIG_TEXT: ${{{{ secrets.{KubeconfigSecret} }}}}");
        }
    }
}
