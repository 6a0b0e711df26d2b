using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>
/// Editors at work, each on a page of their own over a connection of their own and without a break: write, publish, read. Nothing is ever asked
/// again, so that a request which is lost, or carried out twice, shows.
/// </summary>
internal sealed class EditorLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly List<Task> _editors;
    private int _requests;
    private int _connections;

    public EditorLoad(int editors, Func<int> port) => _editors = [.. Enumerable.Range(0, editors).Select(number => Task.Run(() => WorkAsync(number, port)))];

    /// <summary>How many requests were answered so far.</summary>
    public int Requests => _requests;

    /// <summary>How many connections were made for them.</summary>
    public int Connections => _connections;

    /// <summary>Waits until so many more requests were answered, so that what was changed has been met; ends with an editor's trouble.</summary>
    public async Task MoreAsync(int count)
    {
        var goal = _requests + count;
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (_requests < goal)
        {
            await (_editors.FirstOrDefault(editor => editor.IsFaulted) ?? Task.CompletedTask);
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets every editor end their round, and throws what went wrong for any of them.</summary>
    public async Task EndAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_editors);
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_editors).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _enough.Dispose();
    }

    private async Task WorkAsync(int number, Func<int> port)
    {
        using var client = new StrictClient(port, number % 2 == 0 ? "acme.test" : "globex.test");
        var path = $"/api/sites/main/pages/page-{number}";
        for (var version = 1; !_enough.IsCancellationRequested; version++)
        {
            var page = JsonSerializer.Serialize(new { title = $"Version {version}", blocks = new[] { new { type = "text", text = new string('x', 2000) } } });
            (string, string)[] seen = version == 1 ? [] : [("If-Match", $"\"{version - 1}\"")];
            var written = await SendAsync(client, "PUT", path, page, seen);
            written.Status.ShouldBe(version == 1 ? 201 : 200, $"{path} version {version}: {written.Body}");
            JsonNode.Parse(written.Body)!["version"]!.GetValue<int>().ShouldBe(version, "each write is carried out once");
            var published = await SendAsync(client, "POST", $"{path}/publish", null);
            published.Status.ShouldBe(200, $"{path} version {version}: {published.Body}");
            var read = await client.SendAsync("GET", path);
            Interlocked.Increment(ref _requests);
            read.Status.ShouldBe(200, $"{path} version {version}: {read.Body}");
            JsonNode.Parse(read.Body)!["title"]!.GetValue<string>().ShouldBe(string.Create(CultureInfo.InvariantCulture, $"Version {version}"));
        }

        Interlocked.Add(ref _connections, client.Connections);
    }

    private async Task<StrictAnswer> SendAsync(StrictClient client, string method, string path, string? body, params (string, string)[] headers)
    {
        var answer = await client.SendAsync(method, path, body, [("Authorization", $"Bearer {SitesRun.Token}"), .. headers]);
        Interlocked.Increment(ref _requests);
        return answer;
    }
}
