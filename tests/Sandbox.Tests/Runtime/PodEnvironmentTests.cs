using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Runtime;
using SiteBuilder.Sandbox.Tests.Controllers;

namespace SiteBuilder.Sandbox.Tests.Runtime;

public sealed class PodEnvironmentTests
{
    [Theory]
    [InlineData(true, "KUBERNETES_SERVICE_HOST, NEIGHBOUR_SERVICE_HOST")]
    [InlineData(false, "KUBERNETES_SERVICE_HOST")]
    public async Task Where_the_API_is_every_pod_is_told_and_of_its_neighbours_those_that_ask(bool links, string expected)
    {
        await using TestCluster cluster = new();
        cluster.State.Create(TestCluster.Yaml("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"), "test");
        cluster.State.Create(TestCluster.Yaml("{apiVersion: v1, kind: Service, metadata: {name: neighbour, namespace: shop}, spec: {ports: [{port: 80}]}}"), "test");
        JsonObject pod = TestCluster.Yaml("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {containers: [{name: c, image: a}]}}");
        pod["spec"]!["enableServiceLinks"] = links;

        IReadOnlyDictionary<string, string> found = new PodEnvironment(cluster.State, pod, pod.Items("spec", "containers").First(), null, "").Build();

        string.Join(", ", found.Keys.Where(name => name.EndsWith("_SERVICE_HOST", StringComparison.Ordinal)).Order(StringComparer.Ordinal)).ShouldBe(expected);
        found["KUBERNETES_SERVICE_PORT"].ShouldBe("443");
    }
}
