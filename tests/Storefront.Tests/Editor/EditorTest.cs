using System.Net;
using System.Net.Http.Json;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Storefront.Tests.Editor;

/// <summary>The base of tests of the editor: a real Storefront before the whole API.</summary>
public abstract class EditorTest(PostgresServer postgres) : PlatformTest(postgres)
{
    protected const string About = "/edit/sites/main/pages/about";

    /// <summary>The running Storefront.</summary>
    protected RunningService Storefront { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Storefront = await StartAsync(Gateway.Traffic);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Storefront is not null)
        {
            await Storefront.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    /// <summary>Starts a Storefront that finds the API at an address.</summary>
    protected Task<RunningService> StartAsync(Uri api) => RunningService.StartAsync(
        StorefrontService.Create([.. RunningService.CommonArguments(), $"--Storefront:Sites={Sites.Traffic}", $"--Storefront:Api={api}"]));

    /// <summary>A browser that nobody has signed in with yet.</summary>
    private protected EditorUser Somebody(string host = "acme.test") => new(Storefront.Client(host), host);

    /// <summary>The owner of a brand, signed in.</summary>
    private protected async Task<EditorUser> OwnerAsync(string host = "acme.test")
    {
        var owner = Somebody(host);
        (await owner.SignInAsync($"owner@{host}", OwnerPassword)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return owner;
    }

    /// <summary>A user who may only read, signed in.</summary>
    private protected async Task<EditorUser> ViewerAsync()
    {
        await PostAsync("register", new { email = "ann@example.org", password = Password });
        var viewer = Somebody();
        (await viewer.SignInAsync("ann@example.org", Password)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return viewer;
    }

    /// <summary>A client of the API with the editor token.</summary>
    protected HttpClient Tool(string host = "acme.test") => Sites.Client(host, SitesRun.Token);

    /// <summary>Makes the page 'about' with blocks in JSON.</summary>
    protected async Task NewPageAsync(string blocks = """[{"type":"text","text":"Some words."}]""")
    {
        using var content = new StringContent($$"""{"title":"About","blocks":{{blocks}}}""", System.Text.Encoding.UTF8, "application/json");
        (await Tool().PutAsync("/api/sites/main/pages/about", content)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    /// <summary>The page 'about' as Sites has it.</summary>
    protected async Task<System.Text.Json.Nodes.JsonNode> StoredAsync() => (await Tool().GetFromJsonAsync<System.Text.Json.Nodes.JsonNode>("/api/sites/main/pages/about"))!;
}
