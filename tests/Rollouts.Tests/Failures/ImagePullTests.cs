using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

[Trait("Suite", "Service")]
public sealed class ImagePullTests(TestCluster cluster)
{
    [Fact]
    public async Task Image_that_is_not_there_fails_the_rollout_and_is_named()
    {
        var name = cluster.NewNameForPods();

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Deployment(name, "web", "pull-error", "sleep 1", "localhost:5001/not/there:1")));

        var lines = text.Split('\n');
        lines[0].ShouldMatch(@"^Deploy failed at Deployment rt/web: pod web-\*: (ErrImagePull|ImagePullBackOff)$");
        lines.ShouldContain("  pod: rt/web-*");
        lines.ShouldContain("  container: main");
        lines.ShouldContain(l => l.StartsWith("  message: ", StringComparison.Ordinal) && l.Contains("localhost:5001/not/there:1", StringComparison.Ordinal) && l.Contains("not found", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("  event: Failed: ", StringComparison.Ordinal));
        lines[^3..].ShouldBe(["  done so far: 2 created", "  remedy: push the image, or correct its name: localhost:5001/not/there:1", "  look closer: kubectl -n rt describe pod web-*"]);
    }
}
