using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Fetches the sources.</summary>
public class GitHubActionsCheckoutStep : GitHubActionsStep
{
    /// <summary>Number of commits; 0: all; null: one.</summary>
    public uint? FetchDepth { get; set; }

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine("- uses: actions/checkout@v6");
        if (FetchDepth is not { } depth)
            return;
        using (writer.Indent())
        {
            writer.WriteLine("with:");
            using (writer.Indent())
                writer.WriteLine(FormattableString.Invariant($"fetch-depth: {depth}"));
        }
    }
}
