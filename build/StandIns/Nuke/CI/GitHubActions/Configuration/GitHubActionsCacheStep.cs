using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Keeps folders between runs.</summary>
public class GitHubActionsCacheStep : GitHubActionsStep
{
    /// <summary>Folders that are kept.</summary>
    public string[] IncludePatterns { get; set; } = [];

    /// <summary>Folders that are not.</summary>
    public string[] ExcludePatterns { get; set; } = [];

    /// <summary>Files whose change makes what is kept void.</summary>
    public string[] KeyFiles { get; set; } = [];

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"- name: 'Cache: {string.Join(", ", IncludePatterns)}'");
        using (writer.Indent())
        {
            writer.WriteLine("uses: actions/cache@v4");
            writer.WriteLine("with:");
            using (writer.Indent())
            {
                writer.WriteLine("path: |");
                using (writer.Indent())
                {
                    foreach (var path in IncludePatterns.Concat(ExcludePatterns.Select(x => $"!{x}")))
                        writer.WriteLine(path);
                }

                writer.WriteLine($"key: ${{{{ runner.os }}}}-${{{{ hashFiles({string.Join(", ", KeyFiles.Select(x => $"'{x}'"))}) }}}}");
            }
        }
    }
}
