using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Http;

namespace SiteBuilder.Sandbox.Tests.Api;

public sealed class RequestTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private ApiServer _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_dry_run_answers_as_the_write_would_and_writes_nothing()
    {
        var version = _api.State.Version;
        var (code, made) = await _api.PostAsync($"{ConfigMaps}?dryRun=All", """{"metadata":{"name":"one"}}""");
        code.ShouldBe(HttpStatusCode.Created);
        made["metadata"]!["uid"].ShouldNotBeNull();
        (await _api.GetAsync($"{ConfigMaps}/one")).Code.ShouldBe(HttpStatusCode.NotFound);
        _api.State.Version.ShouldBe(version);
    }

    [Fact]
    public async Task Strict_validation_names_unknown_and_duplicate_fields()
    {
        var (code, status) = await _api.PostAsync($"{ConfigMaps}?fieldValidation=Strict", """{"metadata":{"name":"one","shape":1},"data":{"a":"1"},"data":{"a":"2"}}""");
        code.ShouldBe(HttpStatusCode.BadRequest);
        ((string?)status["message"]).ShouldBe("ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"metadata.shape\", duplicate field \"data\"");
    }

    [Fact]
    public async Task Discovery_that_a_client_has_is_not_sent_again()
    {
        using var first = await DiscoverAsync(null);
        first.Headers.Vary.ShouldBe(["Accept"]);
        using var again = await DiscoverAsync(first.Headers.ETag);
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task People_get_JSON_that_can_be_read()
    {
        using var pretty = await _api.Client.GetAsync($"{ConfigMaps}/none?pretty=true", TestContext.Current.CancellationToken);
        (await pretty.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldStartWith("{\n  \"kind\": \"Status\",\n");
    }

    [Fact]
    public async Task A_list_comes_in_pages_of_one_version()
    {
        for (var i = 0; i < 5; i++) await _api.PostAsync(ConfigMaps, $$$"""{"metadata":{"name":"c{{{i}}}"}}""");
        var (_, first) = await _api.GetAsync($"{ConfigMaps}?limit=3");
        ((int)first["metadata"]!["remainingItemCount"]!).ShouldBe(3);
        await _api.DeleteAsync($"{ConfigMaps}/c4");
        var (_, second) = await _api.GetAsync($"{ConfigMaps}?limit=3&continue={first["metadata"]!["continue"]}");
        Names(first).Concat(Names(second)).ShouldBe(["c0", "c1", "c2", "c3", "c4", "kube-root-ca.crt"]);
        second["metadata"]!["resourceVersion"]!.ToString().ShouldBe(first["metadata"]!["resourceVersion"]!.ToString());
    }

    [Fact]
    public async Task Defaults_selectors_and_tables_are_those_of_a_real_server()
    {
        var (_, made) = await _api.PostAsync(Deployments, Deployment("web"));
        made["spec"]!["strategy"]!.ToJsonString().ShouldBe("""{"rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"},"type":"RollingUpdate"}""");
        var (_, table) = await _api.GetAsync($"{Deployments}?labelSelector=app+in+(web,db),!tier&includeObject=None", "application/json;as=Table;v=v1;g=meta.k8s.io");
        table["columnDefinitions"]!.AsArray().Select(c => (string?)c!["name"]).ShouldBe(["Name", "Ready", "Up-to-date", "Available", "Age", "Containers", "Images", "Selector"]);
        table["rows"]![0]!["cells"]!.AsArray().Where((_, i) => i != 4).Select(c => c!.ToString()).ShouldBe(["web", "0/1", "0", "0", "c", "i", "app=web"]);
    }

    [Fact]
    public async Task Patches_of_every_kind_change_what_they_should()
    {
        await _api.PostAsync(Deployments, Deployment("web"));
        var (_, strategic) = await _api.PatchAsync($"{Deployments}/web", "strategic-merge", """{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"s"},{"name":"c","image":"j"}]}}}}""");
        strategic["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Select(c => $"{c!["name"]}={c["image"]}").ShouldBe(["side=s", "c=j"]);
        var (_, json) = await _api.PatchAsync($"{Deployments}/web", "json", """[{"op":"test","path":"/spec/replicas","value":1},{"op":"replace","path":"/spec/replicas","value":4}]""");
        ((int)json["spec"]!["replicas"]!).ShouldBe(4);
        var (_, merged) = await _api.PatchAsync($"{Deployments}/web", "merge", """{"metadata":{"labels":{"app":null,"b":"c"}}}""");
        merged["metadata"]!["labels"]!.ToJsonString().ShouldBe("""{"b":"c"}""");
        ((int)merged["metadata"]!["generation"]!).ShouldBe(3);
    }

    [Fact]
    public async Task Scale_writes_the_replicas_alone()
    {
        await _api.PostAsync(Deployments, Deployment("web"));
        var (_, scale) = await _api.PatchAsync($"{Deployments}/web/scale", "merge", """{"spec":{"replicas":3}}""");
        scale["spec"]!.ToJsonString().ShouldBe("""{"replicas":3}""");
        ((string?)scale["status"]!["selector"]).ShouldBe("app=web");
        ((int)(await _api.GetAsync($"{Deployments}/web")).Body["spec"]!["replicas"]!).ShouldBe(3);
    }

    [Fact]
    public async Task An_immutable_field_is_refused()
    {
        await _api.PostAsync(Deployments, Deployment("web"));
        var (code, status) = await _api.PatchAsync($"{Deployments}/web", "merge", """{"spec":{"selector":{"matchLabels":{"app":"other"}},"template":{"metadata":{"labels":{"app":"other"}}}}}""");
        code.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string?)status["message"]).ShouldBe("Deployment.apps \"web\" is invalid: spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"other\"}}: field is immutable");
    }

    [Fact]
    public async Task A_deletion_waits_for_finalizers_and_minds_preconditions()
    {
        await _api.PostAsync(ConfigMaps, """{"metadata":{"name":"one","finalizers":["example.com/hold"]}}""");
        (await _api.DeleteAsync($"{ConfigMaps}/one", """{"preconditions":{"uid":"other"}}""")).Code.ShouldBe(HttpStatusCode.Conflict);
        var (_, going) = await _api.DeleteAsync($"{ConfigMaps}/one");
        going["metadata"]!["deletionTimestamp"].ShouldNotBeNull();
        await _api.PatchAsync($"{ConfigMaps}/one", "merge", """{"metadata":{"finalizers":null}}""");
        (await _api.GetAsync($"{ConfigMaps}/one")).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Binary_bodies_are_read_and_binary_answers_refused_so_that_clients_take_json()
    {
        // type meta (v1, ConfigMap); metadata.name = one; data a = 1
        const string config = "k8s\0\n\u000f\n\u0002v1\u0012\tConfigMap\u0012\u000f\n\u0005\n\u0003one\u0012\u0006\n\u0001a\u0012\u00011";
        var (code, stored) = await _api.SendAsync(HttpMethod.Post, ConfigMaps, config, "application/vnd.kubernetes.protobuf");
        code.ShouldBe(HttpStatusCode.Created);
        ((string?)stored["data"]!["a"]).ShouldBe("1");
        foreach (var path in (string[])[ConfigMaps, $"{ConfigMaps}/one", "/api/v1", "/version"])
        {
            var (refused, status) = await _api.GetAsync(path, "application/vnd.kubernetes.protobuf");
            refused.ShouldBe(HttpStatusCode.NotAcceptable);
            ((string?)status["message"]).ShouldBe("only the following media types are accepted: application/json, application/yaml");
        }
        (await _api.GetAsync(ConfigMaps, "application/vnd.kubernetes.protobuf,application/json")).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Writes_are_counted_by_verb_and_resource()
    {
        await _api.PostAsync(ConfigMaps, """{"metadata":{"name":"one"}}""");
        (await _api.Client.GetStringAsync("/metrics")).ShouldContain(
            "apiserver_request_total{code=\"201\",component=\"apiserver\",dry_run=\"\",group=\"\",resource=\"configmaps\",scope=\"namespace\",subresource=\"\",verb=\"POST\",version=\"v1\"} 1");
    }

    [Fact]
    public async Task Without_the_token_nothing_but_health_is_answered()
    {
        await using var api = await ApiServer.StartAsync(api: new ApiOptions { Token = "secret" });
        (await api.GetAsync(ConfigMaps)).Code.ShouldBe(HttpStatusCode.Unauthorized);
        (await api.Client.GetStringAsync("/readyz")).ShouldBe("ok");
        api.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret");
        (await api.GetAsync(ConfigMaps)).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Logs_and_commands_reach_the_pod()
    {
        await _api.PostAsync("/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"nodeName":"n","containers":[{"name":"c","image":"i"}]}}""");
        (await _api.Client.GetStringAsync("/api/v1/namespaces/default/pods/p/log?tailLines=5")).ShouldBe("log of c, tail 5\n");

        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("v5.channel.k8s.io");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.ConnectAsync(new Uri(_api.Url.Replace("http", "ws", StringComparison.Ordinal) + "/api/v1/namespaces/default/pods/p/exec?command=echo&command=hi&stdout=true"), stop.Token);
        var buffer = new byte[4096];
        var output = await socket.ReceiveAsync(buffer.AsMemory(), stop.Token);
        Encoding.UTF8.GetString(buffer, 0, output.Count).ShouldBe("\u0001echo hi");
        var result = await socket.ReceiveAsync(buffer.AsMemory(), stop.Token);
        buffer[0].ShouldBe((byte)3);
        ((string?)JsonNode.Parse(buffer.AsSpan(1, result.Count - 1))!["details"]!["causes"]![0]!["message"]).ShouldBe("3");
    }

    [Fact]
    public async Task A_custom_resource_is_served_checked_defaulted_and_pruned()
    {
        await _api.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"metadata":{"name":"widgets.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget"},
             "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object",
             "properties":{"size":{"type":"integer","maximum":10},"note":{"type":"string","default":"none"}}}}}}}]}}
            """);
        const string Widgets = "/apis/example.com/v1/namespaces/default/widgets";
        var (code, made) = await _api.PostAsync(Widgets, """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"size":2,"other":1}}""");
        code.ShouldBe(HttpStatusCode.Created);
        made["spec"]!.ToJsonString().ShouldBe("""{"size":2,"note":"none"}""");
        var (refused, status) = await _api.PatchAsync($"{Widgets}/w", "merge", """{"spec":{"size":50}}""");
        refused.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string?)status["message"]).ShouldBe("Widget.example.com \"w\" is invalid: spec.size: Invalid value: 50: spec.size in body should be less than or equal to 10");

        await _api.DeleteAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com");
        (await _api.Client.GetAsync(Widgets)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_disruption_budget_holds_an_eviction_back()
    {
        await _api.PostAsync("/api/v1/namespaces/default/pods", """{"metadata":{"name":"p","labels":{"app":"p"}},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        await _api.PostAsync("/apis/policy/v1/namespaces/default/poddisruptionbudgets", """{"metadata":{"name":"b"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"p"}}}}""");
        var (code, status) = await _api.PostAsync("/api/v1/namespaces/default/pods/p/eviction", """{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p"}}""");
        code.ShouldBe(HttpStatusCode.TooManyRequests);
        ((string?)status["message"]).ShouldBe("Cannot evict pod as it would violate the pod's disruption budget.");
    }

    private static IEnumerable<string> Names(JsonObject list) => list["items"]!.AsArray().Select(i => (string)i!["metadata"]!["name"]!);

    private static string Deployment(string name) => """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"NAME","labels":{"app":"NAME"}},"spec":{"selector":{"matchLabels":{"app":"NAME"}},
         "template":{"metadata":{"labels":{"app":"NAME"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
        """.Replace("NAME", name, StringComparison.Ordinal);

    private async Task<HttpResponseMessage> DiscoverAsync(EntityTagHeaderValue? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/apis");
        request.Headers.TryAddWithoutValidation("Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        if (known is not null) request.Headers.IfNoneMatch.Add(known);
        return await _api.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
