using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Tests.Api;

/// <summary>What kubectl explain, apply and diff read of the schemas.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("apis/apps/v1", "io.k8s.api.apps.v1.DeploymentStrategy", "rollingUpdate", "Rolling update config params.")]
    [InlineData("api/v1", "io.k8s.api.core.v1.PodSpec", "os", "Specifies the OS of the containers in the pod.")]
    [InlineData("api/v1", "io.k8s.api.core.v1.Toleration", "operator", "Operator represents a key's relationship to the value.")]
    [InlineData("api/v1", "io.k8s.api.core.v1.Event", "involvedObject", "The object that this event is about.")]
    public async Task Fields_are_described(string path, string type, string field, string begin)
    {
        var (_, document) = await _api.GetAsync($"/openapi/v3/{path}");
        Property(document, type, field)["description"]!.GetValue<string>().ShouldStartWith(begin);
    }

    [Fact]
    public async Task Every_reference_of_a_document_is_in_it()
    {
        var (_, document) = await _api.GetAsync("/openapi/v3/apis/apps/v1");
        var schemas = document["components"]!["schemas"]!.AsObject();
        foreach (var reference in References(document).Distinct())
        {
            schemas.ContainsKey(reference["#/components/schemas/".Length..]).ShouldBeTrue(reference);
        }
    }

    [Fact]
    public async Task Merge_keys_stand_beside_the_lists()
    {
        var (_, document) = await _api.GetAsync("/openapi/v3/api/v1");
        var containers = Property(document, "io.k8s.api.core.v1.PodSpec", "containers");
        containers["x-kubernetes-patch-merge-key"]!.GetValue<string>().ShouldBe("name");
        containers["x-kubernetes-list-type"]!.GetValue<string>().ShouldBe("map");
    }

    private static JsonObject Property(JsonObject document, string type, string field) => document["components"]!["schemas"]![type]!["properties"]![field]!.AsObject();

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => p.Key == "$ref" ? [p.Value!.GetValue<string>()] : References(p.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };
}
