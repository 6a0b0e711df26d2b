using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Utilities;

namespace SiteBuilder.Workflows;

/// <summary>A step that runs an action.</summary>
public sealed class PinnedActionStep(PinnedAction action) : GitHubActionsStep
{
    /// <summary>Inputs in the order in which they are written; a value with line breaks becomes a block.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Inputs { get; init; } = [];

    /// <summary>Condition for the step, or null.</summary>
    public string? Condition { get; init; }

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"- uses: {action}");
        using (writer.Indent())
        {
            if (Condition != null)
                writer.WriteLine($"if: {Condition}");
            if (Inputs.Count == 0)
                return;
            writer.WriteLine("with:");
            using (writer.Indent())
            {
                foreach (var (name, value) in Inputs)
                    WriteInput(writer, name, value);
            }
        }
    }

    private static void WriteInput(CustomFileWriter writer, string name, string value)
    {
        if (!value.Contains('\n', StringComparison.Ordinal))
        {
            writer.WriteLine($"{name}: {value}");
            return;
        }

        writer.WriteLine($"{name}: |");
        using (writer.Indent())
        {
            foreach (var line in value.Split('\n'))
                writer.WriteLine(line);
        }
    }
}
