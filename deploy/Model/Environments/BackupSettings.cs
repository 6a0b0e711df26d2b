namespace SiteBuilder.Model.Environments;

/// <summary>Back-ups of PostgreSQL in object storage: each change as it is written, and copies of all data by the schedule.</summary>
public sealed record BackupSettings
{
    /// <summary>Whether there are any. Default: true; false on the embedded sandbox.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>When data are copied: five fields of cron, in UTC. Default: <c>0 2 * * *</c>, every night.</summary>
    public string Schedule { get; init; } = "0 2 * * *";

    /// <summary>After how many days all is copied anew; until then what has changed since. Default: 7.</summary>
    public int FullEvery { get; init; } = 7;

    /// <summary>How many full copies are kept, with what is based on them and every change since the oldest. Default: 4.</summary>
    public int Keep { get; init; } = 4;
}
