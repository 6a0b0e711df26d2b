using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Plan;

public sealed class AutoscalingTests
{
    private const string Ours = """{"manager":"sitebuilder","operation":"Apply","fieldsV1":{"f:spec":{"f:replicas":{}}}}""";

    [Fact]
    public void Autoscalers_tell_what_they_scale() =>
        Autoscaling.Targets([Workloads.Autoscaler("shop", "web", 1), Workloads.Deployment("shop", "other")]).Select(k => $"{k.Group} {k}").ShouldBe(["apps Deployment shop/web"]);

    [Theory]
    [InlineData("""{"apiVersion":"apps/v1","kind":"StatefulSet","name":"web"}""", "apps StatefulSet shop/web")]
    [InlineData("""{"name":"web"}""", "apps Deployment shop/web")]
    public void ScaledObjects_of_KEDA_tell_it_too(string target, string expected)
    {
        var item = Json.Of($$$"""{"apiVersion":"keda.sh/v1alpha1","kind":"ScaledObject","metadata":{"name":"any","namespace":"shop"},"spec":{"scaleTargetRef":{{{target}}},"minReplicaCount":3}}""");

        Autoscaling.Targets([item]).Select(k => $"{k.Group} {k}").ShouldBe([expected]);
        Autoscaling.Least(item).ShouldBe(3);
        item["apiVersion"] = "scaling.example.com/v1";
        Autoscaling.Targets([item]).ShouldBeEmpty("a kind of the same name");
    }

    [Theory]
    [InlineData("named, and set by the autoscaler", """{"replicas":1}""", 4, "", "{}")]
    [InlineData("named, and still as we wrote it", """{"replicas":1}""", 4, Ours, """{"replicas":4}""")]
    [InlineData("not named, and never was", "{}", 4, "", "{}")]
    [InlineData("not named any more", "{}", 4, Ours, """{"replicas":4}""")]
    public void Replicas_stay_as_they_are(string what, string desired, int live, string fields, string expected)
    {
        var result = Autoscaling.LeaveReplicas(
            Json.Of($$$"""{"kind":"Deployment","spec":{{{desired}}}}"""),
            Json.Of($$$"""{"kind":"Deployment","metadata":{"managedFields":[{{{fields}}}]},"spec":{"replicas":{{{live}}}}}"""));

        result["spec"]!.ToJsonString().ShouldBe(expected, what);
    }
}
