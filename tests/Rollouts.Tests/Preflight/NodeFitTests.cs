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

    [Theory]
    [InlineData("no term at all", "[]", false)]
    [InlineData("an empty term", "[{}]", false)]
    [InlineData("a label", """[{"matchExpressions":[{"key":"gpu","operator":"In","values":["a100","h100"]}]}]""", true)]
    [InlineData("another value", """[{"matchExpressions":[{"key":"gpu","operator":"In","values":["t4"]}]}]""", false)]
    [InlineData("not this value", """[{"matchExpressions":[{"key":"gpu","operator":"NotIn","values":["a100"]}]}]""", false)]
    [InlineData("not a value, where there is none", """[{"matchExpressions":[{"key":"disk","operator":"NotIn","values":["hdd"]}]}]""", true)]
    [InlineData("any value", """[{"matchExpressions":[{"key":"gpu","operator":"Exists"}]}]""", true)]
    [InlineData("no such label", """[{"matchExpressions":[{"key":"gpu","operator":"DoesNotExist"}]}]""", false)]
    [InlineData("more than", """[{"matchExpressions":[{"key":"cores","operator":"Gt","values":["8"]}]}]""", true)]
    [InlineData("more than as much", """[{"matchExpressions":[{"key":"cores","operator":"Gt","values":["16"]}]}]""", false)]
    [InlineData("less than", """[{"matchExpressions":[{"key":"cores","operator":"Lt","values":["100"]}]}]""", true)]
    [InlineData("less than, of what is no number", """[{"matchExpressions":[{"key":"gpu","operator":"Lt","values":["8"]}]}]""", false)]
    [InlineData("two that both hold", """[{"matchExpressions":[{"key":"gpu","operator":"Exists"},{"key":"cores","operator":"In","values":["16"]}]}]""", true)]
    [InlineData("two of which one holds", """[{"matchExpressions":[{"key":"gpu","operator":"Exists"},{"key":"disk","operator":"Exists"}]}]""", false)]
    [InlineData("two terms of which one holds", """[{"matchExpressions":[{"key":"disk","operator":"Exists"}]},{"matchExpressions":[{"key":"gpu","operator":"Exists"}]}]""", true)]
    [InlineData("the node by its name", """[{"matchFields":[{"key":"metadata.name","operator":"In","values":["one"]}]}]""", true)]
    [InlineData("another node", """[{"matchFields":[{"key":"metadata.name","operator":"NotIn","values":["one"]}]}]""", false)]
    public void Pod_may_run_where_its_required_affinity_lets_it(string what, string terms, bool fits)
    {
        var node = Json.Of("""{"metadata":{"name":"one","labels":{"gpu":"a100","cores":"16"}}}""");
        var pod = Json.Of("""{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":TERMS}}}}""".Replace("TERMS", terms, StringComparison.Ordinal));

        (NodeFit.Of(pod, [node]).Count == 1).ShouldBe(fits, what);
        (NodeFit.OfDaemon(pod, [node]).Count == 1).ShouldBe(fits, what);
    }
}
