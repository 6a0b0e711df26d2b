using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Api;

public sealed class WatchTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private ApiServer _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiServer.StartAsync(new ClusterOptions { History = 3 });

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_watch_from_a_version_plays_back_what_came_after_it()
    {
        var (_, list) = await _api.GetAsync(ConfigMaps);
        await CreateAsync("one");
        await _api.PatchAsync($"{ConfigMaps}/one", "merge", """{"data":{"a":"2"}}""");
        await _api.DeleteAsync($"{ConfigMaps}/one");

        var events = await _api.WatchAsync($"{ConfigMaps}?watch=true&resourceVersion={list["metadata"]!["resourceVersion"]}", 3);
        events.Select(e => $"{e["type"]} {e["object"]!["data"]!["a"]}").ShouldBe(["ADDED 1", "MODIFIED 2", "DELETED 2"]);
    }

    [Fact]
    public async Task A_watch_from_a_forgotten_version_says_410_and_a_list_of_it_too()
    {
        var (_, list) = await _api.GetAsync(ConfigMaps);
        for (var i = 0; i < 5; i++) await CreateAsync($"c{i}");
        var version = (string)list["metadata"]!["resourceVersion"]!;

        var events = await _api.WatchAsync($"{ConfigMaps}?watch=true&resourceVersion={version}", 1);
        ((string?)events[0]["type"]).ShouldBe("ERROR");
        ((int)events[0]["object"]!["code"]!).ShouldBe(410);
        var (code, status) = await _api.GetAsync($"{ConfigMaps}?resourceVersion={version}&resourceVersionMatch=Exact");
        ((int)code).ShouldBe(410);
        ((string?)status["reason"]).ShouldBe("Expired");
    }

    [Fact]
    public async Task Initial_events_end_with_a_bookmark()
    {
        await CreateAsync("one");
        var events = await _api.WatchAsync($"{ConfigMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&fieldSelector=metadata.name=one", 2);
        events.Select(e => (string?)e["type"]).ShouldBe(["ADDED", "BOOKMARK"]);
        ((string?)events[1]["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]).ShouldBe("true");
    }

    [Fact]
    public async Task An_object_that_ceases_to_match_the_selector_is_deleted_for_the_watch()
    {
        var (_, list) = await _api.GetAsync(ConfigMaps);
        await CreateAsync("one", """{"run":"x"}""");
        await _api.PatchAsync($"{ConfigMaps}/one", "merge", """{"metadata":{"labels":{"run":"y"}}}""");
        var events = await _api.WatchAsync($"{ConfigMaps}?watch=true&labelSelector=run%3Dx&resourceVersion={list["metadata"]!["resourceVersion"]}", 2);
        events.Select(e => (string?)e["type"]).ShouldBe(["ADDED", "DELETED"]);
        ((string?)events[1]["object"]!["metadata"]!["labels"]!["run"]).ShouldBe("x", "the watch has never seen it otherwise");
    }

    [Fact]
    public async Task The_end_of_the_initial_events_comes_in_the_form_that_was_asked_for()
    {
        const string watch = $"{ConfigMaps}?watch=true&allowWatchBookmarks=true&fieldSelector=metadata.name=none";
        _api.Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io");
        ((string?)(await _api.WatchAsync(watch, 1))[0]["object"]!["kind"]).ShouldBe("PartialObjectMetadata");
        _api.Client.DefaultRequestHeaders.Remove("Accept");
        _api.Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
        var row = (await _api.WatchAsync(watch, 1))[0]["object"]!["rows"]![0]!;
        row["cells"]!.ToJsonString().ShouldBe("""["",0,"\u003Cunknown\u003E"]""");
        ((string?)row["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]).ShouldBe("true");
    }

    [Fact]
    public async Task A_page_of_a_forgotten_version_is_refused_with_a_token_for_the_newest()
    {
        for (var i = 0; i < 3; i++) await CreateAsync($"c{i}");
        var (_, first) = await _api.GetAsync($"{ConfigMaps}?limit=1");
        for (var i = 3; i < 9; i++) await CreateAsync($"c{i}");
        var (code, refused) = await _api.GetAsync($"{ConfigMaps}?limit=1&continue={first["metadata"]!["continue"]}");
        ((int)code).ShouldBe(410);
        var (_, next) = await _api.GetAsync($"{ConfigMaps}?limit=1&continue={refused["metadata"]!["continue"]}");
        ((string?)next["items"]![0]!["metadata"]!["name"]).ShouldBe("c1");
    }

    private async Task CreateAsync(string name, string labels = "{}") =>
        await _api.PostAsync(ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}","labels":{{{labels}}}},"data":{"a":"1"}}""");
}
