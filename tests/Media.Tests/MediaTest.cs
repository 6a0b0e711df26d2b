using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SiteBuilder.ObjectStore;
using SiteBuilder.ServiceDefaults.Tokens;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Media.Tests;

/// <summary>The base of tests over HTTP: a fresh bucket, two brands, and Media serving them.</summary>
public abstract class MediaTest(ObjectStorageServer storage) : IAsyncLifetime
{
    protected const int DirectBytes = 200_000;
    protected const int LargestBytes = 300_000;
    private const int Pixels = 4_000_000;

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("media-test-");
    private TokenIssuer _issuer = null!;

    protected ObjectStoreSettings Store { get; private set; } = null!;

    protected RunningService Media { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Store = await storage.NewBucketAsync();
        _issuer = await TokenIssuer.StartAsync();
        File.WriteAllText(BrandsFile, """
            [
              {"name": "acme", "title": "Acme", "hosts": ["acme.test", "www.acme.test"], "theme": "blue"},
              {"name": "globex", "title": "Globex", "hosts": ["globex.test"], "theme": "green"}
            ]
            """);
        (await MigrateAsync()).ShouldBe(0);
        Media = await StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Media is not null)
        {
            await Media.DisposeAsync();
        }

        if (_issuer is not null)
        {
            await _issuer.DisposeAsync();
        }

        _files.Delete(recursive: true);
    }

    protected Task<int> MigrateAsync(string? bucket = null) => MediaMigration.RunAsync(Arguments(bucket), TestContext.Current.CancellationToken);

    protected Task<RunningService> StartAsync(params string[] further) => RunningService.StartAsync(MediaService.Create([.. Arguments(), .. further]));

    protected HttpClient Visitor(string host = "acme.test") => Media.Client(host);

    protected HttpClient User(BrandRole role, string brand = "acme", string? host = null) => Media.Client(host ?? $"{brand}.test", _issuer.Token(brand, role));

    protected HttpClient Editor(string brand = "acme") => User(BrandRole.Editor, brand);

    protected static Task<HttpResponseMessage> UploadAsync(HttpClient client, byte[] file, string type = "application/octet-stream", string query = "") =>
        client.PostAsync($"/api/media{query}", Body(file, type));

    /// <summary>Uploads a file and returns what is said of it.</summary>
    protected async Task<JsonNode> KeepAsync(byte[] file, string brand = "acme")
    {
        var answer = await UploadAsync(Editor(brand), file);
        answer.EnsureSuccessStatusCode();
        return await JsonAsync(answer);
    }

    protected static ByteArrayContent Body(byte[] file, string type)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    protected static async Task<JsonNode> JsonAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonNode>())!;

    /// <summary>The errors of a problem by their fields.</summary>
    protected static async Task<string> ErrorsAsync(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return (await JsonAsync(response))["errors"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    protected static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private string BrandsFile => Path.Combine(_files.FullName, "brands.json");

    private string[] Arguments(string? bucket = null) =>
    [
        .. RunningService.CommonArguments(),
        $"--Media:ObjectStore:Endpoint={Store.Endpoint}",
        $"--Media:ObjectStore:PublicEndpoint={Store.Endpoint}",
        $"--Media:ObjectStore:Bucket={bucket ?? Store.Bucket}",
        $"--Media:ObjectStore:AccessKeyFile={Store.AccessKey.Path}",
        $"--Media:ObjectStore:SecretKeyFile={Store.SecretKey.Path}",
        $"--Media:Auth={_issuer.Address}",
        $"--Media:BrandsFile={BrandsFile}",
        $"--Media:DirectBytes={DirectBytes}",
        $"--Media:LargestBytes={LargestBytes}",
        $"--Media:Pixels={Pixels}",
    ];
}
