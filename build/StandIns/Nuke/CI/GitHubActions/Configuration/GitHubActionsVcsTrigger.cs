using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>A push or pull request on some branches.</summary>
public class GitHubActionsVcsTrigger : GitHubActionsDetailedTrigger
{
    /// <summary>The event.</summary>
    public GitHubActionsTrigger Kind { get; set; }

    /// <summary>The branches.</summary>
    public string[] Branches { get; set; } = [];

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"{ImageNames.Of(Kind)}:");
        using (writer.Indent())
        {
            writer.WriteLine("branches:");
            using (writer.Indent())
            {
                foreach (var branch in Branches)
                    writer.WriteLine($"- {Yaml.Quote(branch)}");
            }
        }
    }
}
