using SiteBuilder.Delivery.Rollouts.Preflight;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

public sealed class PodSizeTests
{
    [Theory]
    [InlineData("containers add up", """{"containers":[{"resources":{"requests":{"cpu":"100m","memory":"64Mi"}}},{"resources":{"requests":{"cpu":"1"}}}]}""", "requests", "cpu=1.1 memory=64Mi")]
    [InlineData("a limit without a request is one", """{"containers":[{"resources":{"limits":{"cpu":"2"},"requests":{"memory":"1Gi"}}}]}""", "requests", "cpu=2 memory=1024Mi")]
    [InlineData("a request is no limit", """{"containers":[{"resources":{"limits":{"memory":"2Gi"},"requests":{"cpu":"1"}}}]}""", "limits", "memory=2048Mi")]
    [InlineData("the largest init container counts where it is larger", """{"initContainers":[{"resources":{"requests":{"cpu":"3"}}},{"resources":{"requests":{"cpu":"2"}}}],"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", "requests", "cpu=3")]
    [InlineData("an init container that stays is a container", """{"initContainers":[{"restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}}],"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", "requests", "cpu=2")]
    [InlineData("the overhead comes on top", """{"overhead":{"cpu":"250m"},"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", "requests", "cpu=1.25")]
    [InlineData("nothing asked is nothing", """{"containers":[{}]}""", "requests", "")]
    public void Pod_asks_for_what_the_scheduler_counts(string what, string pod, string kind, string expected) =>
        string.Join(' ', PodSize.Of(Json.Of(pod), kind).OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={PodSize.Show(a.Key, a.Value)}")).ShouldBe(expected, what);
}
