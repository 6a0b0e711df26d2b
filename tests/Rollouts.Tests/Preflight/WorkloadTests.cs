using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Preflight;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

public sealed class WorkloadTests
{
    [Theory]
    [InlineData("one pod, as it is by default", "Deployment", """{"replicas":1}""", 1)]
    [InlineData("three pods, as it is by default", "Deployment", """{"replicas":3}""", 1)]
    [InlineData("four pods, of which one may go first", "Deployment", """{"replicas":4}""", 0)]
    [InlineData("four pods that must all stay", "Deployment", """{"replicas":4,"strategy":{"rollingUpdate":{"maxUnavailable":0,"maxSurge":"50%"}}}""", 2)]
    [InlineData("a share that comes to less than one", "Deployment", """{"replicas":9,"strategy":{"rollingUpdate":{"maxUnavailable":"10%"}}}""", 3)]
    [InlineData("neither more nor fewer, so that Kubernetes lets one go first", "Deployment", """{"replicas":2,"strategy":{"rollingUpdate":{"maxUnavailable":0,"maxSurge":0}}}""", 0)]
    [InlineData("all go first", "Deployment", """{"replicas":1,"strategy":{"type":"Recreate"}}""", 0)]
    [InlineData("a set", "StatefulSet", """{"replicas":3}""", 0)]
    [InlineData("one of each node goes first", "DaemonSet", "{}", 0)]
    [InlineData("one of each node comes first", "DaemonSet", """{"updateStrategy":{"rollingUpdate":{"maxUnavailable":0,"maxSurge":"30%"}}}""", 2)]
    public void Pods_that_have_to_be_more_in_a_roll_are_those_for_which_no_old_one_may_go_first(string what, string kind, string spec, long more)
    {
        var desired = Json.Of($$"""{"apiVersion":"apps/v1","kind":"{{kind}}","metadata":{"name":"web","namespace":"shop"},"spec":{{spec}} }""");
        var live = Json.Of($$"""{"apiVersion":"apps/v1","kind":"{{kind}}","metadata":{"name":"web","namespace":"shop"},"spec":{{spec}},"status":{"currentNumberScheduled":5} }""");

        var change = new Change { Key = ObjectKey.Of(desired), Resource = new ApiResource("apps/v1", kind, $"{kind.ToLowerInvariant()}s", true), Action = ChangeAction.Updated, Wave = 50, Desired = desired, Live = live };

        Workload.Of(change)!.Surge.ShouldBe(more, what);
    }
}
