using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class PodRejectionsTests
{
    [Theory]
    [InlineData("OutOfcpu", 2, false)]
    [InlineData("OutOfcpu", 3, true)]
    [InlineData("Evicted", 3, true)]
    [InlineData("Terminated", 5, false)]
    public void Node_that_turns_pods_away_again_and_again_is_a_verdict_and_one_that_shuts_down_is_none(string reason, int times, bool expected)
    {
        var pods = Enumerable.Range(0, times).Select(i => Json.Of($$$"""{"metadata":{"name":"web-{{{i}}}","creationTimestamp":"2026-01-01T00:00:0{{{i}}}Z"},"status":{"phase":"Failed","reason":"{{{reason}}}","message":"no"}}"""));

        PodRejections.Of(pods)?.Problem.Pod.ShouldBe($"web-{times - 1}");
        (PodRejections.Of(pods) is not null).ShouldBe(expected);
    }
}
