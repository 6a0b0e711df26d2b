using k8s;
using k8s.Models;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Database.Tests;

/// <summary>PostgreSQL with a replica, and object storage that has its back-ups.</summary>
public sealed class BackedUpDatabase : SandboxedServers
{
    public const int Members = 2;

    protected override IReadOnlyList<ServiceEntry> Servers { get; } = [ServiceTable.ObjectStorage, ServiceTable.Postgres];

    protected override DeliveryEnvironment Wanted(DeliveryEnvironment local) => local with
    {
        Services = new Dictionary<string, ServiceSettings>(local.Services)
        {
            [ServiceTable.Postgres.Name] = local.Services[ServiceTable.Postgres.Name] with { Replicas = Members },
        },
        Database = local.Database with { Synchronous = true, Backups = new BackupSettings { Schedule = "0 2 1 1 *" } },
    };

    protected override Task StartedAsync() => WholeAsync();

    /// <summary>Waits until the replica follows; returns the primary.</summary>
    public Task<string> WholeAsync() => UntilAsync("a primary with its replica behind it", async () =>
        await PrimaryAsync() is { } primary && (await ExecAsync(primary, "psql", "-Atc", "select state || ' ' || sync_state from pg_stat_replication")).Trim() == "streaming sync" ? primary : null);

    /// <summary>Has the other member become the primary; returns it.</summary>
    public async Task<string> HandedOverAsync()
    {
        var before = await WholeAsync();
        await ExecAsync(before, "patronictl", "-c", "/run/postgresql/patroni.json", "switchover", "--force");
        await UntilAsync($"another primary than {before}", async () => await PrimaryAsync() is { } primary && primary != before ? primary : null);
        return await WholeAsync();
    }

    /// <summary>What a statement in the database of Sites says at the primary.</summary>
    public async Task<string> AskAsync(string statement) => (await ExecAsync((await PrimaryAsync())!, "psql", "-d", ServiceTable.Sites.Name, "-Atqc", statement)).Trim();

    /// <summary>Waits until a statement beside what was restored in a member says something.</summary>
    public Task<string> AskRestoredAsync(string member, string statement, string expected) => UntilAsync($"'{expected}' to '{statement}' in what was restored", async () =>
        (await ExecInAsync(member, "backup", "psql", "-h", "/tmp", "-d", ServiceTable.Sites.Name, "-Atqc", statement)).Trim() == expected ? expected : null);

    /// <summary>Waits until all that has been written is in the repository.</summary>
    public async Task ArchivedAsync()
    {
        // into a segment that has something: one that has nothing is not handed over
        await AskAsync("select pg_logical_emit_message(true, 'test', 'written')");
        var segment = await AskAsync("select pg_walfile_name(pg_current_wal_lsn())");
        await AskAsync("select pg_switch_wal()");
        await UntilAsync($"segment {segment} in the repository", async () => string.CompareOrdinal(await AskAsync("select last_archived_wal from pg_stat_archiver"), segment) >= 0 ? segment : null);
    }

    /// <summary>Runs a Job made from the template of the CronJob; returns what it said.</summary>
    public async Task<string> BackUpAsync(string name)
    {
        var template = (await Cluster.ReadNamespacedCronJobAsync("postgres-backup", Space, cancellationToken: TestContext.Current.CancellationToken)).Spec.JobTemplate;
        var job = new V1Job { Metadata = new V1ObjectMeta { Name = name }, Spec = template.Spec };
        await Cluster.CreateNamespacedJobAsync(job, Space, cancellationToken: TestContext.Current.CancellationToken);
        await UntilAsync($"an end of the Job {name}", async () => (await Cluster.ReadNamespacedJobAsync(name, Space, cancellationToken: TestContext.Current.CancellationToken)).Status?.Succeeded == 1 ? name : null);
        var pod = (await Cluster.ListNamespacedPodAsync(Space, labelSelector: $"job-name={name}", cancellationToken: TestContext.Current.CancellationToken)).Items.Single(pod => pod.Status.Phase == "Succeeded");
        using var log = await Cluster.ReadNamespacedPodLogAsync(pod.Name(), Space, cancellationToken: TestContext.Current.CancellationToken);
        return await new StreamReader(log).ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
