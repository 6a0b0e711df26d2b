using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>A workflow.</summary>
public class GitHubActionsConfiguration : ConfigurationEntity
{
    /// <summary>Its name.</summary>
    public string Name { get; set; }

    /// <summary>Events without details.</summary>
    public GitHubActionsTrigger[] ShortTriggers { get; set; } = [];

    /// <summary>Events with details.</summary>
    public GitHubActionsDetailedTrigger[] DetailedTriggers { get; set; } = [];

    /// <summary>Rights of the token with read or write; none: GitHub's own default.</summary>
    public (GitHubActionsPermissions Type, string Permission)[] Permissions { get; set; } = [];

    /// <summary>Runs of one group do not overlap.</summary>
    public string ConcurrencyGroup { get; set; }

    /// <summary>Whether a new run stops the one before it in its group.</summary>
    public bool ConcurrencyCancelInProgress { get; set; }

    /// <summary>The jobs.</summary>
    public GitHubActionsJob[] Jobs { get; set; } = [];

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"name: {Name}");
        writer.WriteLine();
        WriteTriggers(writer);
        WritePermissions(writer);
        WriteConcurrency(writer);
        writer.WriteLine("jobs:");
        using (writer.Indent())
        {
            foreach (var job in Jobs)
                job.Write(writer);
        }
    }

    private void WriteTriggers(CustomFileWriter writer)
    {
        if (ShortTriggers.Length > 0)
        {
            writer.WriteLine($"on: [{string.Join(", ", ShortTriggers.Select(ImageNames.Of))}]");
        }
        else
        {
            writer.WriteLine("on:");
            using (writer.Indent())
            {
                foreach (var trigger in DetailedTriggers)
                    trigger.Write(writer);
            }
        }

        writer.WriteLine();
    }

    private void WritePermissions(CustomFileWriter writer)
    {
        if (Permissions.Length == 0)
            return;
        writer.WriteLine("permissions:");
        using (writer.Indent())
        {
            foreach (var (type, permission) in Permissions)
                writer.WriteLine($"{ImageNames.Of(type)}: {permission}");
        }

        writer.WriteLine();
    }

    private void WriteConcurrency(CustomFileWriter writer)
    {
        if (string.IsNullOrEmpty(ConcurrencyGroup) && !ConcurrencyCancelInProgress)
            return;
        writer.WriteLine("concurrency:");
        using (writer.Indent())
        {
            writer.WriteLine($"group: {(string.IsNullOrEmpty(ConcurrencyGroup) ? "${{ github.workflow }} @ ${{ github.event.pull_request.head.label || github.head_ref || github.ref }}" : ConcurrencyGroup)}");
            if (ConcurrencyCancelInProgress)
                writer.WriteLine("cancel-in-progress: true");
        }

        writer.WriteLine();
    }
}
