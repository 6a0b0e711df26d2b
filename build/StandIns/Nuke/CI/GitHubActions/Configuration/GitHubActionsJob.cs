using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>A job: steps on one machine.</summary>
public class GitHubActionsJob : ConfigurationEntity
{
    /// <summary>Its name.</summary>
    public string Name { get; set; }

    /// <summary>The machine.</summary>
    public GitHubActionsImage Image { get; set; }

    /// <summary>Minutes after which it is stopped; 0: GitHub's own limit.</summary>
    public int TimeoutMinutes { get; set; }

    /// <summary>What it does.</summary>
    public GitHubActionsStep[] Steps { get; set; } = [];

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"{Name}:");
        using (writer.Indent())
        {
            writer.WriteLine($"name: {Name}");
            writer.WriteLine($"runs-on: {ImageNames.Of(Image)}");
            if (TimeoutMinutes > 0)
                writer.WriteLine(FormattableString.Invariant($"timeout-minutes: {TimeoutMinutes}"));
            writer.WriteLine("steps:");
            using (writer.Indent())
            {
                foreach (var step in Steps)
                    step.Write(writer);
            }
        }
    }
}
