using k8s;
using Npgsql;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Database.Tests;

/// <summary>PostgreSQL as production has it: three members, synchronous.</summary>
public sealed class ReplicatedDatabase : SandboxedServers
{
    public const int Members = 3;

    private string _address = "";

    /// <summary>How Sites connects: by the primary's Service, with its own role and password.</summary>
    public string ConnectionString { get; private set; } = "";

    protected override IReadOnlyList<ServiceEntry> Servers { get; } = [ServiceTable.Postgres];

    protected override DeliveryEnvironment Wanted(DeliveryEnvironment local) => local with
    {
        Services = new Dictionary<string, ServiceSettings>(local.Services) { [ServiceTable.Postgres.Name] = local.Services[ServiceTable.Postgres.Name] with { Replicas = Members } },
        Database = local.Database with { Synchronous = true },
        Features = local.Features with { Metrics = true },
    };

    protected override async Task StartedAsync()
    {
        _address = (await Cluster.ReadNamespacedServiceAsync(ServiceTable.Postgres.Name, Space, cancellationToken: CancellationToken.None)).Spec.ClusterIP;
        ConnectionString = ConnectAs("sites", await SecretAsync(SecretTable.Postgres, "sites-password"));
        await WholeAsync();
    }

    /// <summary>How a service of this name connects with this password.</summary>
    public string ConnectAs(string service, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = _address,
        Username = service,
        Password = password,
        Database = service,
        Timeout = 3,
        CommandTimeout = 5,
        SslMode = SslMode.Require,
        ChannelBinding = ChannelBinding.Require,
    }.ConnectionString;

    /// <summary>Writes passwords into the Secret that members mount; they see them when they start again.</summary>
    public async Task SetPasswordsAsync(IReadOnlyDictionary<string, string> passwords)
    {
        await SetSecretsAsync(SecretTable.Postgres, passwords);
        if (passwords.GetValueOrDefault("sites-password") is { } own)
        {
            ConnectionString = ConnectAs("sites", own);
        }
    }

    /// <summary>Brings the database to what an environment with this size of a member says.</summary>
    internal Task<RolloutResult> RollOutAsync(Func<ServiceSettings, ServiceSettings> change)
    {
        var environment = Wanted(Local());
        return RollOutAsync(environment with
        {
            Services = new Dictionary<string, ServiceSettings>(environment.Services) { [ServiceTable.Postgres.Name] = change(environment.Services[ServiceTable.Postgres.Name]) },
        });
    }

    /// <summary>The member that the Service leads to, null while there is none.</summary>
    public async Task<string?> PrimaryAsync()
    {
        var endpoints = await Cluster.ReadNamespacedEndpointsAsync(ServiceTable.Postgres.Name, Space, cancellationToken: TestContext.Current.CancellationToken);
        return endpoints.Subsets is [{ Addresses: [{ } address] }] ? address.TargetRef?.Name : null;
    }

    /// <summary>Waits until another member than this is the primary.</summary>
    public Task<string> OtherPrimaryAsync(string than) => UntilAsync($"another primary than {than}", async () => await PrimaryAsync() is { } primary && primary != than ? primary : null);

    /// <summary>Waits until every member is there and follows the primary, one of them synchronously.</summary>
    public Task<string> WholeAsync() => UntilAsync("a primary with all replicas behind it", async () =>
    {
        if (await PrimaryAsync() is not { } primary)
        {
            return null;
        }

        var states = await ExecAsync(primary, "psql", "-Atc", "select state || ' ' || sync_state from pg_stat_replication order by sync_state");
        return states.Trim().Split('\n') is ["streaming async", "streaming sync"] ? primary : null;
    });
}
