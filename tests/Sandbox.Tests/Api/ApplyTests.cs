using System.Net;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Tests.Api;

public sealed class ApplyTests : IAsyncLifetime
{
    private const string One = "/api/v1/namespaces/default/configmaps/one";
    private const string Web = "/apis/apps/v1/namespaces/default/deployments/web";
    private ApiServer _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Apply_makes_an_object_and_applied_again_without_change_writes_nothing()
    {
        var (code, first) = await _api.ApplyAsync(One, "me", ConfigMap("""{"a":"1"}"""));
        code.ShouldBe(HttpStatusCode.Created);
        var version = _api.State.Version;

        var (again, second) = await _api.ApplyAsync(One, "me", ConfigMap("""{"a":"1"}"""));
        again.ShouldBe(HttpStatusCode.OK);
        JsonNode.DeepEquals(first, second).ShouldBeTrue();
        _api.State.Version.ShouldBe(version);
    }

    [Fact]
    public async Task A_conflict_names_the_field_and_the_other_manager_and_force_takes_it_over()
    {
        await _api.ApplyAsync(One, "one", ConfigMap("""{"a":"1","b":"1"}"""));
        var (code, status) = await _api.ApplyAsync(One, "two", ConfigMap("""{"a":"2"}"""));
        code.ShouldBe(HttpStatusCode.Conflict);
        ((string?)status["message"]).ShouldBe("Apply failed with 1 conflict: conflict with \"one\": .data.a");
        ((string?)status["details"]!["causes"]![0]!["message"]).ShouldBe("conflict with \"one\"");

        var (_, forced) = await _api.ApplyAsync(One, "two", ConfigMap("""{"a":"2"}"""), force: true);
        Owned(forced, "one").ShouldBe("""{"f:data":{"f:b":{}}}""");
        Owned(forced, "two").ShouldBe("""{"f:data":{"f:a":{}}}""");
    }

    [Fact]
    public async Task What_a_manager_no_longer_applies_goes_unless_another_owns_it_too()
    {
        await _api.ApplyAsync(One, "one", ConfigMap("""{"a":"1","b":"1","c":"1"}"""));
        await _api.ApplyAsync(One, "two", ConfigMap("""{"b":"1"}"""));
        var (_, left) = await _api.ApplyAsync(One, "one", ConfigMap("""{"c":"1"}"""));
        left["data"]!.ToJsonString().ShouldBe("""{"b":"1","c":"1"}""");
    }

    [Fact]
    public async Task Lists_are_merged_by_key()
    {
        await _api.ApplyAsync(Web, "one", Deployment("""{"name":"c","image":"i","env":[{"name":"A","value":"1"}]}"""));
        var (code, merged) = await _api.ApplyAsync(Web, "two", """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},
             "spec":{"template":{"spec":{"containers":[{"name":"c","env":[{"name":"B","value":"2"}]}]}}}}
            """);
        code.ShouldBe(HttpStatusCode.OK);
        merged["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.ToJsonString().ShouldBe("""[{"name":"A","value":"1"},{"name":"B","value":"2"}]""");
        Owned(merged, "two").ShouldContain("""k:{\u0022name\u0022:\u0022B\u0022}""");
    }

    [Fact]
    public async Task An_unknown_field_is_refused_with_its_place()
    {
        var (code, status) = await _api.ApplyAsync(Web, "me", Deployment("""{"name":"c","image":"i","imagePolicy":"x"}"""));
        code.ShouldBe(HttpStatusCode.InternalServerError);
        ((string?)status["message"]).ShouldBe("failed to create typed patch object (/web; apps/v1, Kind=Deployment): .spec.template.spec.containers[name=\"c\"].imagePolicy: field not declared in schema");
    }

    [Fact]
    public async Task An_update_takes_fields_over_from_the_one_who_applied_them()
    {
        await _api.ApplyAsync(One, "one", ConfigMap("""{"a":"1"}"""));
        var (_, patched) = await _api.PatchAsync(One + "?fieldManager=editor", "merge", """{"data":{"a":"2"}}""");
        patched["metadata"]!["managedFields"]!.AsArray().Select(e => (string?)e!["manager"]).ShouldBe(["editor"]);

        var (code, status) = await _api.ApplyAsync(One, "one", ConfigMap("""{"a":"1"}"""));
        code.ShouldBe(HttpStatusCode.Conflict);
        ((string?)status["message"]).ShouldBe("Apply failed with 1 conflict: conflict with \"editor\" using v1: .data.a");
    }

    private static string Owned(JsonObject obj, string manager) =>
        obj["metadata"]!["managedFields"]!.AsArray().First(e => (string?)e!["manager"] == manager)!["fieldsV1"]!.ToJsonString();

    private static string ConfigMap(string data) => $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"one"},"data":{{data}}}""";

    private static string Deployment(string container) => """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"app":"web"}},
         "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[CONTAINER]}}}}
        """.Replace("CONTAINER", container, StringComparison.Ordinal);
}
