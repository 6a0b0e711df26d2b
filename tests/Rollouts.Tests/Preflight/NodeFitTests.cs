using SiteBuilder.Delivery.Rollouts.Preflight;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

public sealed class NodeFitTests
{
    private const string Tainted = """{"spec":{"taints":[{"key":"gpu","value":"yes","effect":"NoSchedule"}]}}""";

    [Theory]
    [InlineData("any pod on a plain node", "{}", "{}", true)]
    [InlineData("a cordoned node", "{}", """{"spec":{"unschedulable":true}}""", false)]
    [InlineData("a label that is there", """{"nodeSelector":{"zone":"a"}}""", """{"metadata":{"labels":{"zone":"a"}}}""", true)]
    [InlineData("a label that is not", """{"nodeSelector":{"zone":"a"}}""", """{"metadata":{"labels":{"zone":"b"}}}""", false)]
    [InlineData("a taint", "{}", Tainted, false)]
    [InlineData("a taint that is tolerated", """{"tolerations":[{"key":"gpu","value":"yes","effect":"NoSchedule"}]}""", Tainted, true)]
    [InlineData("a taint of which another value is tolerated", """{"tolerations":[{"key":"gpu","value":"no"}]}""", Tainted, false)]
    [InlineData("a taint of which every value is tolerated", """{"tolerations":[{"key":"gpu","operator":"Exists"}]}""", Tainted, true)]
    [InlineData("a pod that tolerates everything", """{"tolerations":[{"operator":"Exists"}]}""", Tainted, true)]
    [InlineData("a taint of which another effect is tolerated", """{"tolerations":[{"key":"gpu","operator":"Exists","effect":"NoExecute"}]}""", Tainted, false)]
    [InlineData("a taint that only prefers", "{}", """{"spec":{"taints":[{"key":"slow","effect":"PreferNoSchedule"}]}}""", true)]
    public void Pod_may_run_where_labels_and_taints_let_it(string what, string pod, string node, bool fits) => (NodeFit.Of(Json.Of(pod), [Json.Of(node)]).Count == 1).ShouldBe(fits, what);
}
