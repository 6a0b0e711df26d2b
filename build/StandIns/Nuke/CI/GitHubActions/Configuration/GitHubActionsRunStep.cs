using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Runs targets of the build.</summary>
public class GitHubActionsRunStep : GitHubActionsStep
{
    /// <summary>The entry script.</summary>
    public string BuildCmdPath { get; set; }

    /// <summary>The targets.</summary>
    public string[] InvokedTargets { get; set; } = [];

    /// <summary>Environment variables with their expressions.</summary>
    public Dictionary<string, string> Imports { get; set; } = [];

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"- name: 'Run: {string.Join(", ", InvokedTargets)}'");
        using (writer.Indent())
        {
            writer.WriteLine($"run: ./{BuildCmdPath} {string.Join(' ', InvokedTargets)}");
            if (Imports.Count == 0)
                return;
            writer.WriteLine("env:");
            using (writer.Indent())
            {
                foreach (var (key, value) in Imports)
                    writer.WriteLine($"{key}: {value}");
            }
        }
    }
}
