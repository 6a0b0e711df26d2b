using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.EndToEnd.Tests;

/// <summary>What a brand's people do on the deployed platform, through its public addresses alone.</summary>
[Trait("Suite", "EndToEnd")]
[Collection(OnePlatform.Name)]
public sealed class The_site_story(DeployedPlatform platform)
{
    private const string Password = "correct horse battery";

    // one red pixel
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC");

    private Checkout Checkout => platform.Checkout;

    [Fact]
    public async Task A_user_signs_up_builds_a_page_with_a_picture_publishes_it_and_sees_it_on_the_brands_host()
    {
        platform.FirstDeploy.ShouldSucceed();
        using var acme = Client("acme");
        var email = $"ann-{Guid.NewGuid():n}@example.org";
        (await SendAsync(acme, HttpMethod.Post, "/api/auth/register", new { email, password = Password })).Status.ShouldBe(202);

        var owner = await LogInAsync(acme, "owner@acme.localhost", await OwnerPasswordAsync());
        var users = (await SendAsync(acme, HttpMethod.Get, "/api/auth/users", token: owner)).Body!["users"]!.AsArray();
        var id = users.Single(user => user!["email"]!.GetValue<string>() == email)!["id"]!.GetValue<string>();
        (await SendAsync(acme, HttpMethod.Put, $"/api/auth/users/{id}", new { role = "editor" }, owner)).Status.ShouldBe(204);

        var ann = await LogInAsync(acme, email, Password);
        var file = (await SendAsync(acme, HttpMethod.Post, "/api/media?name=red.png", Picture, ann)).Body!;
        var url = file["url"]!.GetValue<string>();
        await SendBySignedUrlAsync(acme, ann);
        var page = new
        {
            title = "Our story",
            blocks = new object[]
            {
                new { type = "image", url, alt = "A red pixel" },
                new { type = "form", name = "ask", submit = "Send", thanks = "Thanks", fields = new[] { new { name = "words", label = "Words", kind = "text", required = true } } },
            },
        };
        (await SendAsync(acme, HttpMethod.Put, "/api/sites/main/pages/story", page, ann)).Status.ShouldBe(201);
        (await acme.GetAsync("/story")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await SendAsync(acme, HttpMethod.Post, "/api/sites/main/pages/story/publish", token: ann)).Status.ShouldBe(200);

        var shown = await acme.GetStringAsync("/story");
        shown.ShouldContain("<h1>Our story</h1>");
        shown.ShouldContain($"<img src=\"{url}\" alt=\"A red pixel\"");
        (await acme.GetByteArrayAsync(url)).ShouldBe(Picture);
        await CopiedAsync();

        (await SendAsync(acme, HttpMethod.Post, "/api/sites/main/pages/story/forms/ask", new { words = "Hello" })).Status.ShouldBe(201);
        (await SendAsync(acme, HttpMethod.Get, "/api/sites/main/pages/story/forms/ask", token: ann)).Body!["entries"]![0]!["values"]!["words"]!.GetValue<string>().ShouldBe("Hello");

        using var globex = Client("globex");
        (await globex.GetAsync("/story")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await globex.GetAsync(url)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await SendAsync(globex, HttpMethod.Get, "/api/sites/main/pages", token: ann)).Status.ShouldBe(403);
    }

    /// <summary>A file goes straight into object storage, by an address that Media signs, and is a picture of the brand then.</summary>
    private async Task SendBySignedUrlAsync(HttpClient brand, string token)
    {
        byte[] picture = [.. Picture, 0];
        var upload = (await SendAsync(brand, HttpMethod.Post, "/api/media/uploads", new { type = "image/png", bytes = picture.Length }, token)).Body!;
        var url = new Uri(upload["url"]!.GetValue<string>());
        (url.Host, url.Port).ShouldBe(("storage.localhost", Checkout.IngressPort));
        using var request = new HttpRequestMessage(HttpMethod.Put, new UriBuilder(url) { Host = "127.0.0.1" }.Uri) { Content = new ByteArrayContent(picture) };
        request.Headers.Host = url.Authority;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var client = new HttpClient();
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(200, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        (await SendAsync(brand, HttpMethod.Post, upload["complete"]!.GetValue<string>() + "?name=large.png", token: token)).Status.ShouldBe(201);
    }

    /// <summary>Publisher has copied the page: it says so, some seconds after the page was published at most.</summary>
    private async Task CopiedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!(await Checkout.KubectlAsync("-n", "backend", "logs", "deployment/publisher")).Contains("Site main of acme: Copied", StringComparison.Ordinal))
        {
            patience.IsCancellationRequested.ShouldBeFalse("Publisher has copied nothing");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> OwnerPasswordAsync() => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(
        await Checkout.KubectlAsync("-n", "backend", "get", "secret", "-l", "sitebuilder.dev/secret=auth", "-o", "jsonpath={.items[0].data.owner-password}")));

    private static async Task<string> LogInAsync(HttpClient client, string email, string password)
    {
        var (status, tokens) = await SendAsync(client, HttpMethod.Post, "/api/auth/login", new { email, password });
        status.ShouldBe(200, tokens?.ToJsonString());
        return tokens!["access_token"]!.GetValue<string>();
    }

    private static async Task<(int Status, JsonNode? Body)> SendAsync(HttpClient client, HttpMethod method, string path, object? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body switch
        {
            null => null,
            byte[] file => new ByteArrayContent(file),
            _ => new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }

    // loopback with a Host header, since *.localhost is not resolved everywhere
    private HttpClient Client(string brand)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Checkout.IngressPort}") };
        client.DefaultRequestHeaders.Host = $"{brand}.localhost";
        return client;
    }
}
