using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Tests.Fixtures;

/// <summary>The base of tests over HTTP: a fresh database with two brands, and Sites serving them.</summary>
public abstract class SitesTest(PostgresServer postgres) : IAsyncLifetime
{
    /// <summary>The database.</summary>
    protected TestDatabase Database { get; private set; } = null!;

    /// <summary>The settings.</summary>
    protected SitesRun Run { get; private set; } = null!;

    /// <summary>The running service.</summary>
    protected RunningService Sites { get; private set; } = null!;

    /// <inheritdoc />
    public virtual async ValueTask InitializeAsync()
    {
        Database = await postgres.CreateDatabaseAsync();
        Run = new SitesRun(Database);
        (await Run.MigrateAsync()).ShouldBe(0);
        Sites = await Run.StartAsync();
    }

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Sites is not null)
        {
            await Sites.DisposeAsync();
        }

        Run?.Dispose();
    }

    /// <summary>Somebody without a token on a brand's host.</summary>
    protected HttpClient Visitor(string host = "acme.test") => Sites.Client(host);

    /// <summary>Somebody with the editor token on a brand's host.</summary>
    protected HttpClient Editor(string host = "acme.test") => Sites.Client(host, SitesRun.Token);

    /// <summary>A page with one paragraph.</summary>
    protected static object Page(string title, string text = "Some words.") => new { title, blocks = new[] { new { type = "text", text } } };

    /// <summary>Writes a new page and publishes it.</summary>
    protected async Task PublishAsync(string host, string slug, object page)
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/sites/main/pages/{slug}") { Content = JsonContent.Create(page) };
        var seen = await Editor(host).GetAsync($"/api/sites/main/pages/{slug}");
        if (seen.Headers.ETag is { } tag)
        {
            put.Headers.IfMatch.Add(tag);
        }

        (await Editor(host).SendAsync(put)).EnsureSuccessStatusCode();
        (await Editor(host).PostAsync($"/api/sites/main/pages/{slug}/publish", null)).EnsureSuccessStatusCode();
    }

    /// <summary>An answer's JSON.</summary>
    protected static async Task<JsonNode> JsonAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonNode>())!;

    /// <summary>A problem's JSON without its trace id, which differs each time.</summary>
    protected static async Task<string> ProblemAsync(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = (await JsonAsync(response)).AsObject();
        problem.Remove("traceId").ShouldBeTrue();
        problem.Remove("type");
        return problem.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
