using SiteBuilder.Auth;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.Media;
using SiteBuilder.Storefront;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests;

/// <summary>The same as <see cref="RollingUpdateTests"/> for every other service: Auth and Media behind the gateway, Storefront as visitors meet it.</summary>
[Trait("Suite", "Service")]
public sealed class RollingServicesTests(PostgresServer postgres, ObjectStorageServer storage) : PlatformTest(postgres)
{
    private const int Clients = 6;
    private const int Met = 150;
    private const string Pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

    // what the network of a cluster may take to hear of a pod that stops
    private static readonly TimeSpan Hearsay = TimeSpan.FromMilliseconds(500);

    private readonly ClusterAddress _address = new();
    private readonly List<ServiceProcess> _pods = [];

    public override async ValueTask DisposeAsync()
    {
        foreach (var pod in _pods)
        {
            await pod.DisposeAsync();
        }

        await _address.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_rolling_update_of_Auth_loses_no_request()
    {
        string[] tokens = [await OwnerTokenAsync(), await OwnerTokenAsync("globex.test")];
        await using var gateway = await (GatewayRun with { Auth = _address.Address }).StartAsync();
        await RollAsync(typeof(AuthService), [.. Arguments(), $"--Auth:Address={_address.Address}"], () => gateway.Traffic.Port, async load =>
        {
            var answer = await load.SendAsync("GET", "/api/auth/users", null, ("Authorization", $"Bearer {tokens[load.Client % 2]}"));
            answer.Status.ShouldBe(200, answer.Body);
            answer.Body.ShouldContain("owner@");
        });
    }

    [Fact]
    public async Task A_rolling_update_of_Media_loses_no_request()
    {
        var store = await storage.NewBucketAsync();
        string[] arguments =
        [
            .. RunningService.CommonArguments(),
            $"--Media:ObjectStore:Endpoint={store.Endpoint}",
            $"--Media:ObjectStore:Bucket={store.Bucket}",
            $"--Media:ObjectStore:AccessKeyFile={store.AccessKey.Path}",
            $"--Media:ObjectStore:SecretKeyFile={store.SecretKey.Path}",
            $"--Media:Auth={Auth.Traffic}",
            $"--Media:BrandsFile={PathOf("brands.json")}",
        ];
        (await MediaMigration.RunAsync(arguments, TestContext.Current.CancellationToken)).ShouldBe(0);
        string[] tokens = [await OwnerTokenAsync(), await OwnerTokenAsync("globex.test")];
        await using var gateway = await (GatewayRun with { Media = _address.Address }).StartAsync();
        await RollAsync(typeof(MediaService), arguments, () => gateway.Traffic.Port, async load =>
        {
            var answer = await load.SendAsync("POST", "/api/media?name=a.pdf", Pdf, ("Authorization", $"Bearer {tokens[load.Client % 2]}"));
            answer.Status.ShouldBeOneOf(200, 201);
            answer.Body.ShouldContain("application/pdf");
        });
    }

    [Fact]
    public async Task A_rolling_update_of_Storefront_loses_no_request() =>
        await RollAsync(typeof(StorefrontService), [.. RunningService.CommonArguments(), $"--Storefront:Sites={Sites.Traffic}", $"--Storefront:Api={Gateway.Traffic}"], () => _address.Port, async load =>
        {
            var answer = await load.SendAsync("GET", "/");
            answer.Status.ShouldBe(200, answer.Body);
            answer.Body.ShouldContain(load.Client % 2 == 0 ? "<h1>Welcome to Acme</h1>" : "<h1>Welcome to Globex</h1>");
        });

    private async Task RollAsync(Type program, string[] arguments, Func<int> port, Func<LoadRound, Task> play)
    {
        await StartAsync(program, arguments);
        await StartAsync(program, arguments);
        await AnswersAsync(port());
        await using var load = new RequestLoad(Clients, port, play);
        await load.MoreAsync(Met);
        foreach (var old in _pods.ToArray())
        {
            await StartAsync(program, arguments);
            old.AskToStop();
            await Task.Delay(Hearsay, TestContext.Current.CancellationToken);
            _address.Remove(old.Port);
            await old.UntilEndedAsync();
            await load.MoreAsync(Met);
        }

        await load.EndAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{load.Requests} requests");
    }

    // a gateway that was there before Auth needs a moment to learn its keys; what is asked for here is not given
    private async Task AnswersAsync(int port)
    {
        var token = await OwnerTokenAsync();
        using var client = new StrictClient(() => port, "acme.test");
        while ((await client.SendAsync("GET", "/api/auth/nothing", null, ("Authorization", $"Bearer {token}"))).Status is 502 or 503)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private async Task StartAsync(Type program, string[] arguments)
    {
        var pod = await ServiceProcess.StartAsync(program.Assembly, arguments);
        _pods.Add(pod);
        _address.Add(pod.Port);
    }
}
