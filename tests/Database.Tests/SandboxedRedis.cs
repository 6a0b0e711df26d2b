using System.Globalization;
using k8s;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;
using SiteBuilder.Redis;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Database.Tests;

/// <summary>Redis in both of its parts: the queue as production has it, with three members, and the cache as a laptop has it, with one.</summary>
public sealed class SandboxedRedis : SandboxedServers
{
    public const int Members = 3;

    public static readonly ServiceEntry Queue = ServiceTable.RedisQueue;
    public static readonly ServiceEntry Cache = ServiceTable.RedisCache;

    protected override IReadOnlyList<ServiceEntry> Servers { get; } = [Queue, Cache];

    protected override DeliveryEnvironment Wanted(DeliveryEnvironment local) => local with
    {
        Services = new Dictionary<string, ServiceSettings>(local.Services) { [Queue.Name] = local.Services[Queue.Name] with { Replicas = Members } },
        Features = local.Features with { Metrics = true },
    };

    protected override async Task StartedAsync() => await WholeAsync();

    /// <summary>Brings the queue to what an environment with this size of a member says.</summary>
    internal async Task RollOutAsync(Func<ServiceSettings, ServiceSettings> change)
    {
        var environment = Wanted(Local());
        await RollOutAsync(environment with { Services = new Dictionary<string, ServiceSettings>(environment.Services) { [Queue.Name] = change(environment.Services[Queue.Name]) } });
    }

    /// <summary>A connection as a service of this name has it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="server">Which Redis.</param>
    /// <param name="name">What the certificate has to say; null = what it should.</param>
    public async Task<RedisConnection> ConnectAsync(string service, ServiceEntry server, string? name = null)
    {
        var authority = Path.Combine(Folder, "ca.crt");
        await File.WriteAllTextAsync(authority, await SecretAsync($"{server.Name}-certificate", "ca.crt"), TestContext.Current.CancellationToken);
        var file = Path.Combine(Folder, $"{service}-password");
        await File.WriteAllTextAsync(file, await SecretAsync(SecretTable.Redis, $"{service}-password"), TestContext.Current.CancellationToken);
        var (members, port) = server == Queue ? (Members, ServiceTable.SentinelPort) : (1, server.Port);
        var addresses = await Task.WhenAll(Enumerable.Range(0, members).Select(async number => $"{await AddressAsync($"{server.Name}-{number}")}:{port}"));
        var settings = new RedisSettings(string.Join(',', addresses), server == Queue ? server.Name : null, service, new MountedFile(file), server == Queue ? 1 : 0)
        {
            Encryption = new RedisEncryption(new MountedFile(authority), name ?? server.Name),
        };
        return new RedisConnection(settings, TimeSpan.FromSeconds(3));
    }

    /// <summary>The address of a member's Service.</summary>
    private async Task<string> AddressAsync(string member) => (await Cluster.ReadNamespacedServiceAsync(member, Space, cancellationToken: TestContext.Current.CancellationToken)).Spec.ClusterIP;

    /// <summary>What a member answers to a command of one of its own users, in lines.</summary>
    public Task<string> AskAsync(string member, string command, int port = 6379, string user = "member") =>
        ExecAsync(member, "sh", "-c", $". /usr/local/lib/sitebuilder/member; REDISCLI_AUTH=$(cat /etc/secrets/*/{user}-password) redis-cli --tls --cacert /etc/certificate/ca.crt --no-auth-warning --user {user} -p {port} {command}");

    /// <summary>Waits until the one member of a server answers.</summary>
    public Task ServesAsync(ServiceEntry server) => UntilAsync($"an answer of {server.Name}", async () => (await AskAsync($"{server.Name}-0", "PING", user: "observer")).Trim() == "PONG" ? "" : null);

    /// <summary>Waits until the queue has a primary with all replicas behind it, of which every Sentinel knows.</summary>
    public Task<string> WholeAsync() => UntilAsync("a primary of the queue with all replicas behind it, known to every Sentinel", async () =>
    {
        var members = Enumerable.Range(0, Members).Select(number => $"{Queue.Name}-{number}").ToList();
        string? primary = null;
        foreach (var member in members)
        {
            var said = await AskAsync(member, "INFO replication");
            if (said.Contains("role:master", StringComparison.Ordinal))
            {
                var replicas = said.Split('\n').Count(line => line.StartsWith("slave", StringComparison.Ordinal) && line.Contains("state=online", StringComparison.Ordinal));
                primary = primary is null && replicas == Members - 1 ? member : "";
            }
        }

        foreach (var member in primary is { Length: > 0 } ? members : [])
        {
            var known = await AskAsync(member, $"SENTINEL get-master-addr-by-name {Queue.Name}", ServiceTable.SentinelPort);
            var others = await AskAsync(member, $"SENTINEL master {Queue.Name}", ServiceTable.SentinelPort);
            if (known.Split('\n')[0] != await AddressAsync(primary!) || !others.Contains(string.Create(CultureInfo.InvariantCulture, $"num-other-sentinels\n{Members - 1}\n"), StringComparison.Ordinal))
            {
                return null;
            }
        }

        return primary is { Length: > 0 } ? primary : null;
    });
}
