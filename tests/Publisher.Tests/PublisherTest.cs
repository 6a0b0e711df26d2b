using System.Net.Http.Json;
using SiteBuilder.Model.Tables;
using SiteBuilder.ObjectStore;
using SiteBuilder.Sites;
using SiteBuilder.Storefront;
using SiteBuilder.Tests.Fixtures;
using StackExchange.Redis;

namespace SiteBuilder.Publisher.Tests;

/// <summary>The base of tests with real Sites, Redis and object storage behind a real Publisher and Storefront.</summary>
public abstract class PublisherTest(PostgresServer postgres, ObjectStorageServer storage) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestDatabase _database = null!;
    private SitesRun _run = null!;
    private RedisServer _queue = null!;
    private RedisServer _cache = null!;

    protected ObjectStoreSettings Store { get; private set; } = null!;

    protected Bucket Bucket { get; private set; } = null!;

    protected RunningService Sites { get; private set; } = null!;

    /// <summary>host:port of the queue.</summary>
    protected string QueueAddress => _queue.Address;

    public async ValueTask InitializeAsync()
    {
        Store = await storage.NewBucketAsync();
        _database = await postgres.CreateDatabaseAsync();
        // every service may do what it may on a cluster, and no more
        _queue = await RedisServer.StartAsync(UsersOf(ServiceTable.RedisQueue));
        _cache = await RedisServer.StartAsync(UsersOf(ServiceTable.RedisCache));
        _run = new SitesRun(_database);
        (await _run.MigrateAsync()).ShouldBe(0);
        (await PublisherMigration.RunAsync(Arguments(), TestContext.Current.CancellationToken)).ShouldBe(0);
        Bucket = new Bucket(Store);
        Sites = await RunningService.StartAsync(SitesService.Create([.. _run.Arguments(), .. _queue.Arguments("Sites:Queue", "sites", _run.Folder), .. _cache.Arguments("Sites:Cache", "sites", _run.Folder)]));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Sites is not null)
        {
            await Sites.DisposeAsync();
        }

        foreach (var redis in new[] { _queue, _cache }.OfType<RedisServer>())
        {
            await redis.DisposeAsync();
        }

        Bucket?.Dispose();
        _run?.Dispose();
    }

    /// <summary>Starts a Publisher.</summary>
    /// <param name="further">Settings that count more than those of the test.</param>
    protected Task<RunningService> StartPublisherAsync(params string[] further) => RunningService.StartAsync(PublisherService.Create([.. Arguments(), .. further]));

    /// <summary>Starts a Storefront that has the copies.</summary>
    protected Task<RunningService> StartStorefrontAsync() => RunningService.StartAsync(StorefrontService.Create(
    [
        .. RunningService.CommonArguments(), $"--Storefront:Sites={Sites.Traffic}", "--Storefront:Api=http://127.0.0.1:9", $"--Storefront:BrandsFile={_run.PathOf("brands.json")}", .. StoreArguments("Storefront"),
    ]));

    /// <summary>The arguments of both commands.</summary>
    protected string[] Arguments() =>
    [
        .. RunningService.CommonArguments(),
        .. _queue.Arguments("Publisher:Queue", "publisher", _run.Folder),
        $"--Publisher:Sites={Sites?.Traffic ?? new Uri("http://127.0.0.1:9")}",
        "--Publisher:RetryMilliseconds=300",
        "--Publisher:Attempts=3",
        .. StoreArguments("Publisher"),
    ];

    /// <summary>Writes a page and publishes it.</summary>
    protected async Task PublishAsync(string slug, string title, string site = "main", string host = "acme.test")
    {
        var editor = Sites.Client(host, SitesRun.Token);
        var path = $"/api/sites/{site}/pages/{slug}";
        using var put = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(new { title, blocks = new[] { new { type = "text", text = title } } }) };
        if ((await editor.GetAsync(path)).Headers.ETag is { } seen)
        {
            put.Headers.IfMatch.Add(seen);
        }

        (await editor.SendAsync(put)).EnsureSuccessStatusCode();
        (await editor.PostAsync($"{path}/publish", null)).EnsureSuccessStatusCode();
    }

    /// <summary>Waits until something is so.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            patience.IsCancellationRequested.ShouldBeFalse(what);
            await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>A value of the service's metrics; 0 where it is not there yet.</summary>
    protected static async Task<int> CountAsync(RunningService service, string metric) => (await service.Management.GetStringAsync("/metrics")).Split('\n')
        .Where(line => line.StartsWith(metric + " ", StringComparison.Ordinal))
        .Select(line => int.Parse(line[(metric.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture)).SingleOrDefault();

    /// <summary>The keys of the bucket that begin alike.</summary>
    protected async Task<List<string>> KeysAsync(string prefix)
    {
        List<string> keys = [];
        await foreach (var found in Bucket.ListAsync(prefix, TestContext.Current.CancellationToken))
        {
            keys.Add(found.Key);
        }

        return keys;
    }

    /// <summary>Asks Redis.</summary>
    protected async Task<T> OnRedisAsync<T>(Func<IDatabase, Task<T>> ask)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(QueueAddress + ",allowAdmin=true");
        return await ask(connection.GetDatabase());
    }

    private static Dictionary<string, string> UsersOf(ServiceEntry server) =>
        RedisAccessTable.All.Where(access => access.Server == server).ToDictionary(access => access.Service.Name, access => access.Rules);

    private IEnumerable<string> StoreArguments(string section) =>
    [
        $"--{section}:ObjectStore:Endpoint={Store.Endpoint}",
        $"--{section}:ObjectStore:Bucket={Store.Bucket}",
        $"--{section}:ObjectStore:AccessKeyFile={Store.AccessKey.Path}",
        $"--{section}:ObjectStore:SecretKeyFile={Store.SecretKey.Path}",
    ];
}
