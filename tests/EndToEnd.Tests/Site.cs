using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace SiteBuilder.EndToEnd.Tests;

/// <summary>One brand's site as its visitors and its editor see it: loopback with a Host header, since *.localhost is not resolved everywhere.</summary>
internal sealed class Site(Checkout checkout, string brand) : IDisposable
{
    private readonly HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{checkout.IngressPort}") };

    public async Task<(int Status, string Text)> GetAsync(string path)
    {
        using var request = Request(HttpMethod.Get, path);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task PublishAsync(string slug, string title, string text)
    {
        var secret = await checkout.KubectlAsync("-n", "backend", "get", "secret", "-l", "sitebuilder.dev/secret=editor", "-o", "jsonpath={.items[0].data.token}");
        var token = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(secret));
        await SendAsync(HttpMethod.Put, $"/api/sites/main/pages/{slug}", token, new { title, blocks = new[] { new { type = "text", text } } });
        await SendAsync(HttpMethod.Post, $"/api/sites/main/pages/{slug}/publish", token, null);
    }

    public void Dispose() => client.Dispose();

    private async Task SendAsync(HttpMethod method, string path, string token, object? body)
    {
        using var request = Request(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    private HttpRequestMessage Request(HttpMethod method, string path) =>
        new(method, path) { Headers = { Host = $"{brand}.localhost" } };
}
