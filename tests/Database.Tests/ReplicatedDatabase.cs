using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s;
using Npgsql;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Manifests;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Database.Tests;

/// <summary>PostgreSQL as production has it: three members, synchronous, and two poolers before them.</summary>
public sealed partial class ReplicatedDatabase : SandboxedServers
{
    public const int Members = 3;

    private string _address = "";
    private string _pooler = "";
    private string _password = "";
    private int _rotation = SecretTable.Postgres.Rotation;

    /// <summary>The login of Sites that is in turn.</summary>
    public string Login => DatabaseLogins.Of(ServiceTable.Sites, _rotation);

    /// <summary>How the migration of Sites connects: by the primary's Service, with the login in turn and its password.</summary>
    public string ConnectionString => ConnectAs(Login, _password);

    /// <summary>How Sites connects: by the pooler.</summary>
    public string PooledConnectionString => new NpgsqlConnectionStringBuilder(Connect(Login, _password, _pooler).ConnectionString) { ChannelBinding = ChannelBinding.Disable, NoResetOnClose = true }.ConnectionString;

    /// <summary>The file with the authority that clients trust.</summary>
    public string Authority => Path.Combine(Folder, "ca.crt");

    protected override IReadOnlyList<ServiceEntry> Servers { get; } = [ServiceTable.Postgres, ServiceTable.Pgbouncer];

    protected override DeliveryEnvironment Wanted(DeliveryEnvironment local) => local with
    {
        Services = new Dictionary<string, ServiceSettings>(local.Services)
        {
            [ServiceTable.Postgres.Name] = local.Services[ServiceTable.Postgres.Name] with { Replicas = Members },
            [ServiceTable.Pgbouncer.Name] = local.Services[ServiceTable.Pgbouncer.Name] with { Replicas = 2 },
        },
        Database = local.Database with { Synchronous = true },
        Features = local.Features with { Metrics = true },
    };

    protected override async Task StartedAsync()
    {
        _address = (await Cluster.ReadNamespacedServiceAsync(ServiceTable.Postgres.Name, Space, cancellationToken: CancellationToken.None)).Spec.ClusterIP;
        _pooler = (await Cluster.ReadNamespacedServiceAsync(ServiceTable.Pgbouncer.Name, Space, cancellationToken: CancellationToken.None)).Spec.ClusterIP;
        _password = await SecretAsync(SecretTable.Postgres, DatabaseLogins.PasswordOf(ServiceTable.Sites));
        await File.WriteAllTextAsync(Authority, await SecretAsync("postgres-certificate", "ca.crt"));
        await WholeAsync();
        await UntilAsync("an answer of the pooler", PooledAsync);
    }

    /// <summary>How a role asks the primary for the database of Sites with this password; by the address, which no certificate names.</summary>
    public string ConnectAs(string role, string password) => Connect(role, password, _address).ConnectionString;

    private NpgsqlConnectionStringBuilder Connect(string role, string password, string host) => new()
    {
        Host = host,
        Username = role,
        Password = password,
        Database = ServiceTable.Sites.Name,
        Timeout = 3,
        CommandTimeout = 5,
        SslMode = SslMode.VerifyCA,
        RootCertificate = Authority,
        ChannelBinding = ChannelBinding.Require,
        // asking for Kerberos first may take longer than there is time for
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    /// <summary>Raises the rotation of the services' passwords by one, as a release with another number in the table would, and rolls that out.</summary>
    internal async Task<RolloutResult> RotateAsync()
    {
        _rotation++;
        var result = await RollOutAsync(Wanted(Local()));
        _password = await SecretAsync(SecretTable.Postgres, DatabaseLogins.PasswordOf(ServiceTable.Sites));
        return result;
    }

    protected override JsonObject Changed(JsonObject item)
    {
        var (first, text) = (SecretTable.Postgres.Rotation, item.ToJsonString());
        if (_rotation == first || !Named().IsMatch(text))
        {
            return item;
        }

        text = Named().Replace(text, $"$0-{_rotation}");
        foreach (var service in DatabaseLogins.Services)
        {
            text = text.Replace($"{DatabaseLogins.Of(service, first)}=", $"{DatabaseLogins.Of(service, _rotation)}=", StringComparison.Ordinal);
        }

        var changed = JsonNode.Parse(text)!.AsObject();
        if (changed["metadata"]!["annotations"] is { } annotations)
        {
            annotations[ObjectLabels.Rotation] = $"{_rotation}";
        }

        return changed;
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

    /// <summary>The pods of the pooler.</summary>
    public async Task<IEnumerable<string>> PoolersAsync() =>
        (await Cluster.ListNamespacedPodAsync(Space, labelSelector: $"{ObjectLabels.Name}={ServiceTable.Pgbouncer.Name}", cancellationToken: TestContext.Current.CancellationToken)).Items.Select(pod => pod.Metadata.Name);

    /// <summary>Waits until a pod of the pooler has ended.</summary>
    public Task GoneAsync(string pod) => UntilAsync($"an end of {pod}", async () => (await PoolersAsync()).Contains(pod) ? null : pod);

    /// <summary>Waits until another member than this is the primary.</summary>
    public Task<string> OtherPrimaryAsync(string than) => UntilAsync($"another primary than {than}", async () => await PrimaryAsync() is { } primary && primary != than ? primary : null);

    /// <summary>Has the primary hand over to a member; asked again while Patroni does not know yet that the member is far enough.</summary>
    public Task HandOverAsync(string to) => UntilAsync($"{to} as the primary", async () =>
    {
        var primary = await PrimaryAsync();
        if (primary is not null && primary != to)
        {
            await ExecAsync(primary, "patronictl", "-c", "/run/postgresql/patroni.json", "switchover", "--candidate", to, "--force");
        }

        return primary == to ? to : null;
    });

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

    private async Task<string?> PooledAsync()
    {
        await using var source = NpgsqlDataSource.Create(PooledConnectionString);
        try
        {
            await using var command = source.CreateCommand("select not pg_is_in_recovery()");
            return await command.ExecuteScalarAsync(CancellationToken.None) is true ? "" : null;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    // the Secret with the services' passwords and the Job that brings them, wherever they are named
    [GeneratedRegex("\\bpostgres(-migrate)?-[0-9a-f]{10}\\b")]
    private static partial Regex Named();
}
