using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

[Trait("Suite", "Service")]
public sealed class MissingConfigTests(TestCluster cluster)
{
    [Fact]
    public async Task Container_that_asks_for_a_key_that_is_not_there_fails_and_the_key_is_named()
    {
        var name = cluster.NewNameForPods();
        var web = Workloads.Deployment(name, "web").With(
            "spec.template.spec.containers.0.env",
            Workloads.Node(new { list = new[] { new { name = "COLOR", valueFrom = new { configMapKeyRef = new { name = "settings", key = "color" } } } } })["list"]!.DeepClone());

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), web));

        text.ShouldBe("""
            Deploy failed at Deployment rt/web: pod web-*: CreateContainerConfigError
              pod: rt/web-*
              container: main
              reason: CreateContainerConfigError
              message: couldn't find key color in ConfigMap rt/settings
              event: Failed: Error: couldn't find key color in ConfigMap rt/settings
              done so far: 3 created
              remedy: create the ConfigMap, Secret or key that the message names
              look closer: kubectl -n rt describe pod web-*
            """);
    }
}
