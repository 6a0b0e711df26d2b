using System.Text;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Registries;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Tests.Registries;

[Trait("Suite", "Service")]
public sealed class ImagePublisherTests(RegistryFixture registry) : IDisposable
{
    private const string TokenChallenge = "Bearer realm=\"http://{0}/token\",service=\"test\"";
    private static readonly RegistryOptions Quick = new() { FirstPause = TimeSpan.FromMilliseconds(1), Attempts = 3 };
    private readonly TemporaryFolder _folder = new();

    // every test pushes under a prefix of its own
    private readonly string _prefix = $"test-{Guid.NewGuid():n}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_push_is_complete_and_the_next_one_sends_nothing()
    {
        var address = $"127.0.0.1:{await registry.PortAsync()}";
        var one = Image("one", ("shared", SampleImage.Noise(5000)), ("one", "1"));
        var two = Image("two", ("shared", SampleImage.Noise(5000)), ("two", "2"));
        var first = await PushAsync(address, one, two);
        first.Pushed.ShouldBe(2);
        first.Lock[one.Name].ShouldBe($"{address}/{_prefix}/one@{Layout(one).Manifest().Digest}");

        // the layer that both have went over once
        var blobs = new[] { one, two }.Select(i => Layout(i).Read()).ToList();
        var distinct = blobs.SelectMany(i => i.Manifest.Layers.Append(i.Manifest.Config).Append(i.Descriptor)).DistinctBy(b => b.Digest).Sum(b => b.Size);
        first.Bytes.ShouldBe(distinct);

        var second = await PushAsync(address, one, two);
        (second.Pushed, second.Skipped, second.Bytes).ShouldBe((0, 2, 0));

        using var client = new RegistryClient(address);
        (await client.FindManifestAsync($"{_prefix}/one", "tag-1", CancellationToken.None)).ShouldBe(Layout(one).Manifest().Digest);
    }

    [Fact]
    public async Task What_was_pushed_can_be_pulled_by_digest_into_the_same_layout()
    {
        var address = $"127.0.0.1:{await registry.PortAsync()}";
        var image = Image("pulled", ("app", SampleImage.Noise(100_000)));
        var report = await PushAsync(address, image);
        using var client = new RegistryClient(address);
        var copy = new OciLayout(_folder.At("copy"));
        var digest = await new ImagePuller(client, new BlobStore(_folder.At("other-blobs"))).PullAsync(ImageReference.ParsePinned(report.Lock[image.Name]), copy, CancellationToken.None);
        digest.ShouldBe(Layout(image).Manifest().Digest);
        copy.Holds(digest).ShouldBeTrue();
    }

    [Fact]
    public async Task A_blob_can_go_over_in_pieces()
    {
        var address = $"127.0.0.1:{await registry.PortAsync()}";
        var image = Image("pieces", ("app", SampleImage.Noise(50_000)));
        using var client = new RegistryClient(address, options: Quick with { ChunkSize = 10_000 });
        (await new ImagePublisher(client, new RegistryTarget(address, _prefix)).PublishAsync([image])).Pushed.ShouldBe(1);
    }

    [Fact]
    public async Task A_busy_registry_is_tried_again()
    {
        var port = await registry.PortAsync();
        var refused = 0;
        await using var proxy = new FaultProxy(port, context => Task.FromResult(
            context.Request.HttpMethod == "PATCH" && Interlocked.Increment(ref refused) <= 2 && FaultProxy.Answer(context, refused == 1 ? 503 : 429, "busy")));
        (await PushAsync(proxy.Registry, Image("busy", ("app", "content")))).Pushed.ShouldBe(1);
        refused.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_leaves_nothing_that_can_be_referred_to_and_the_next_push_goes_on()
    {
        var port = await registry.PortAsync();
        var image = Image("broken", ("small", "1"), ("large", SampleImage.Noise(200_000)));
        await using (var relay = new BreakingRelay(port, bytes: 50_000))
        {
            var broken = $"127.0.0.1:{relay.Port}";
            var error = await Should.ThrowAsync<StepFailedException>(() => PushAsync(broken, image));
            error.Found.ShouldStartWith($"{broken} cannot be reached: ");
            error.Remedy.ShouldBe($"Check that {broken} runs and that this machine reaches it, then run the same command again; what was pushed is kept.");
        }

        var address = $"127.0.0.1:{port}";
        using var client = new RegistryClient(address);
        (await client.FindManifestAsync($"{_prefix}/broken", "tag-1", CancellationToken.None)).ShouldBeNull();
        var large = Layout(image).Read().Manifest.Layers[1];
        var rest = await PushAsync(address, image);
        rest.Bytes.ShouldBeInRange(large.Size, large.Size + 2000);
    }

    [Fact]
    public async Task An_upload_that_arrives_damaged_is_sent_again()
    {
        var lost = 0;
        await using var proxy = new FaultProxy(await registry.PortAsync(), context => Task.FromResult(
            context.Request.HttpMethod == "PATCH" && Interlocked.Increment(ref lost) == 1 && FaultProxy.Answer(context, 202, "", ("Location", context.Request.RawUrl!))));
        (await PushAsync(proxy.Registry, Image("damaged", ("app", "content")))).Pushed.ShouldBe(1);
        lost.ShouldBe(3);
    }

    [Theory]
    [InlineData(""" "write /var/lib/registry: no space left on device" """)]
    [InlineData("""{"DriverName":"filesystem","Enclosed":{"Op":"write","Path":"/var/lib/registry","Err":28}}""")]
    public async Task A_full_disk_is_told_at_once(string detail)
    {
        var asked = 0;
        await using var proxy = new FaultProxy(await registry.PortAsync(), context => Task.FromResult(
            context.Request.HttpMethod == "PATCH" && Interlocked.Increment(ref asked) > 0
            && FaultProxy.Answer(context, 500, $$"""{"errors":[{"code":"UNKNOWN","message":"unknown error","detail":{{detail}}}]}""")));
        using var client = new RegistryClient(proxy.Registry, options: Quick with { Parallel = 1 });
        var error = await Should.ThrowAsync<StepFailedException>(() => new ImagePublisher(client, new RegistryTarget(proxy.Registry, _prefix), Quick with { Parallel = 1 }).PublishAsync([Image("full", ("app", "content"))]));
        error.Found.ShouldContain(detail.Trim());
        error.Remedy.ShouldBe($"The disk of {proxy.Registry} is full: free space there (delete old images, enlarge the volume), then run the same command again; what was pushed is kept.");

        // one request per blob: a full disk does not empty itself
        asked.ShouldBeLessThanOrEqualTo(2);
    }

    [Theory]
    [InlineData(401, "Run: docker login 127.0.0.1:")]
    [InlineData(403, "Ask the owner of 127.0.0.1:")]
    public async Task A_refusal_names_what_to_do(int status, string remedy)
    {
        await using var proxy = new FaultProxy(await registry.PortAsync(), context => Task.FromResult(context.Request.HttpMethod == "POST" && FaultProxy.Answer(context, status, """{"errors":[{"code":"DENIED","message":"no"}]}""")));
        var error = await Should.ThrowAsync<StepFailedException>(() => PushAsync(proxy.Registry, Image("denied", ("app", "content"))));
        error.Found.ShouldBe($"{proxy.Registry} answered {status}: DENIED no");
        error.Remedy!.ShouldStartWith(remedy);
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_named()
    {
        var address = $"127.0.0.1:{FreePort.Next()}";
        var error = await Should.ThrowAsync<StepFailedException>(() => PushAsync(address, Image("nowhere", ("app", "content"))));
        error.Found.ShouldStartWith($"{address} cannot be reached: ");
    }

    [Fact]
    public async Task A_token_is_fetched_with_the_credentials_of_docker_login()
    {
        const string token = "a-token-of-the-service";
        string? scopes = null;
        await using var proxy = new FaultProxy(await registry.PortAsync(), context =>
        {
            if (context.Request.Url!.AbsolutePath == "/token")
            {
                scopes = context.Request.QueryString["scope"];
                var isKnown = context.Request.Headers["Authorization"] == "Basic " + Convert.ToBase64String("ci:pass:word"u8);
                return Task.FromResult(isKnown ? FaultProxy.Answer(context, 200, $$"""{"token":"{{token}}"}""") : FaultProxy.Answer(context, 401, "who are you"));
            }

            var challenge = string.Format(System.Globalization.CultureInfo.InvariantCulture, TokenChallenge, context.Request.UserHostName);
            return Task.FromResult(context.Request.Headers["Authorization"] != "Bearer " + token && FaultProxy.Answer(context, 401, "", ("WWW-Authenticate", challenge)));
        });
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes("ci:pass:word"));
        var redaction = new Redaction();
        var config = $"{{\"auths\":{{\"{proxy.Registry}\":{{\"auth\":\"{login}\"}}}}}}";
        var credentials = new DockerCredentials(_folder.Write("config.json", config), redaction);
        using var client = new RegistryClient(proxy.Registry, credentials, Quick);
        (await new ImagePublisher(client, new RegistryTarget(proxy.Registry, _prefix)).PublishAsync([Image("token", ("app", "content"))])).Pushed.ShouldBe(1);
        scopes.ShouldBe($"repository:{_prefix}/token:pull,push");
        redaction.Apply("the password pass:word").ShouldBe("the password ***");
    }

    [Fact]
    public async Task A_registry_that_gives_other_content_is_not_believed()
    {
        var port = await registry.PortAsync();
        var image = Image("tampered", ("app", "content"));
        await PushAsync($"127.0.0.1:{port}", image);
        var digest = Layout(image).Manifest().Digest;
        await using var proxy = new FaultProxy(port, context => Task.FromResult(context.Request.HttpMethod == "GET" && FaultProxy.Answer(context, 200, "{}")));
        using var client = new RegistryClient(proxy.Registry, options: Quick);
        var error = await Should.ThrowAsync<StepFailedException>(() => client.GetManifestAsync($"{_prefix}/tampered", digest, CancellationToken.None));
        error.Expected.ShouldBe(digest);
    }

    private async Task<PublishReport> PushAsync(string address, params ImageToPush[] images)
    {
        using var client = new RegistryClient(address, new DockerCredentials(_folder.At("no-config.json")), Quick);
        return await new ImagePublisher(client, new RegistryTarget(address, _prefix)).PublishAsync(images, cancellation: TestContext.Current.CancellationToken);
    }

    private ImageToPush Image(string name, params (string Path, string Content)[] files) => new(new ImageName(name), SampleImage.Write(_folder.Path, name, files).Folder, ["tag-1"]);

    private static OciLayout Layout(ImageToPush image) => new(image.LayoutFolder);
}
