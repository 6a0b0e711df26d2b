using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.Media;
using SiteBuilder.ObjectStore;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests.Isolation;

/// <summary>The same for files: real Media and object storage behind the gateway.</summary>
[Trait("Suite", "Service")]
public sealed class MediaIsolationTests(PostgresServer postgres, ObjectStorageServer storage) : PlatformTest(postgres)
{
    private const int Calls = 120;

    private readonly BrandSide _acme = new("acme", ["acme.test", "WWW.acme.test:8080"], "of-acme-only");
    private readonly BrandSide _globex = new("globex", ["globex.test"], "of-globex-only");
    private readonly List<string> _ids = [];
    private ObjectStoreSettings _store = null!;
    private RunningService _media = null!;
    private RunningService _gateway = null!;

    private BrandSide[] Brands => [_acme, _globex];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await storage.NewBucketAsync();
        string[] arguments =
        [
            .. RunningService.CommonArguments(),
            $"--Media:ObjectStore:Endpoint={_store.Endpoint}",
            $"--Media:ObjectStore:Bucket={_store.Bucket}",
            $"--Media:ObjectStore:AccessKeyFile={_store.AccessKey.Path}",
            $"--Media:ObjectStore:SecretKeyFile={_store.SecretKey.Path}",
            $"--Media:Auth={Auth.Traffic}",
            $"--Media:BrandsFile={PathOf("brands.json")}",
        ];
        (await MediaMigration.RunAsync(arguments, TestContext.Current.CancellationToken)).ShouldBe(0);
        _media = await RunningService.StartAsync(MediaService.Create(arguments));
        _gateway = await (GatewayRun with { Media = _media.Traffic }).StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var service in (RunningService?[])[_gateway, _media])
        {
            if (service is not null)
            {
                await service.DisposeAsync();
            }
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task No_request_with_a_brands_token_or_host_reads_or_changes_another_brands_files()
    {
        // SITEBUILDER_TEST_SEED repeats a run that failed
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SITEBUILDER_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        using var bucket = new Bucket(_store);
        foreach (var brand in Brands)
        {
            await FurnishAsync(brand);
        }

        var before = await Task.WhenAll(Brands.Select(brand => KeysAsync(bucket, brand)));
        var statuses = new List<int>();
        foreach (var number in Enumerable.Range(1, Calls))
        {
            var call = Next(random);
            var (status, text) = await SendAsync(call);
            var after = await Task.WhenAll(Brands.Select(brand => KeysAsync(bucket, brand)));
            foreach (var (index, brand) in Brands.Index().Where(entry => !call.MayTouch(entry.Item)))
            {
                var story = $"Seed {seed}, request {number}: {call}\nAnswer {status}: {text}";
                after[index].ShouldBe(before[index], $"{brand.Name} was changed.\n{story}");
                text.ShouldNotContain(brand.Marker, Case.Insensitive, $"{brand.Name} was read.\n{story}");
            }

            status.ShouldBeLessThan(500, $"Seed {seed}, {call}: {text}");
            before = after;
            statuses.Add(status);
        }

        // there was something to see and to change, and something that was refused
        var counts = string.Join(", ", statuses.CountBy(status => status));
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}: {counts}");
        statuses.ShouldContain(200, counts);
        statuses.ShouldContain(201, counts);
        statuses.ShouldContain(403, counts);
        statuses.ShouldContain(404, counts);
    }

    private AnyCall Next(Random random)
    {
        var at = One(random, Brands);
        var of = random.Next(2) == 0 ? at : One(random, Brands);
        var holder = random.Next(4) > 0 ? AnyCalls.Owner : One(random, [.. of.Tokens.Keys]);
        var path = $"/api/media/{One(random, _ids)}";
        var (method, target, body) = random.Next(6) switch
        {
            <= 1 => ("GET", "/api/media", null),
            2 => ("GET", path, null),
            3 => ("DELETE", path, null),
            4 => ("GET", $"/api/media/..%2f..%2foriginals%2f{One(random, Brands).Name}", null),
            _ => ("POST", $"/api/media?name={at.Marker}.pdf", FileOf(at, random.Next(1000))),
        };
        return new AnyCall(method, target, at, One(random, at.Hosts), holder, of, [("Authorization", $"Bearer {of.Tokens[holder]}")], body);
    }

    private async Task<(int Status, string Text)> SendAsync(AnyCall call)
    {
        using var client = new StrictClient(() => _gateway.Traffic.Port, call.Host);
        var answer = await client.SendAsync(call.Method, call.Target, call.Body, [.. call.Headers, ("Content-Type", "application/pdf")]);
        return (answer.Status, $"{string.Join('\n', answer.Headers)}{answer.Body}");
    }

    private async Task FurnishAsync(BrandSide brand)
    {
        var owner = await OwnerTokenAsync(brand.Hosts[0]);
        brand.Tokens[AnyCalls.Owner] = owner;
        brand.Tokens["somebody too late"] = await SignAsync(DateTime.UtcNow.AddMinutes(-1), brand.Name);
        brand.Tokens["a forger"] = await ForgeAsync(brand.Name);
        foreach (var number in Enumerable.Range(1000, 3))
        {
            using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(FileOf(brand, number)));
            file.Headers.ContentType = MediaTypeHeaderValue.Parse("application/pdf");
            var answer = await _gateway.Client(brand.Hosts[0], owner).PostAsync($"/api/media?name={brand.Marker}.pdf", file);
            answer.EnsureSuccessStatusCode();
            _ids.Add((await JsonAsync(answer))["id"]!.GetValue<string>());
        }
    }

    private static string FileOf(BrandSide brand, int number) => $"%PDF-1.4\n%{brand.Marker} {number}\n%%EOF\n";

    private static async Task<string> KeysAsync(Bucket bucket, BrandSide brand)
    {
        var keys = new List<string>();
        await foreach (var item in bucket.ListAsync("", TestContext.Current.CancellationToken))
        {
            if (item.Key.Contains($"/{brand.Name}/", StringComparison.Ordinal))
            {
                keys.Add($"{item.Key} {item.Length} {item.LastModified:O}");
            }
        }

        return string.Join('\n', keys);
    }

    private static T One<T>(Random random, IReadOnlyList<T> all) => all[random.Next(all.Count)];
}
