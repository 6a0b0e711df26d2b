using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Controllers;

public sealed class QuotaTests
{
    [Fact]
    public async Task Pods_beyond_the_quota_are_refused_until_one_has_gone()
    {
        await using TestCluster cluster = new();
        cluster.Create("{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {pods: '1', requests.cpu: '1'}}}");
        await cluster.Until(() => Used(cluster).Text("pods") == "0");
        cluster.Create(Pod("first", "250m"));
        Used(cluster).Text("requests.cpu").ShouldBe("250m");
        Should.Throw<StatusException>(() => cluster.Create(Pod("second", "1"))).Message
            .ShouldBe("pods \"second\" is forbidden: exceeded quota: q, requested: pods=1,requests.cpu=1, used: pods=1,requests.cpu=250m, limited: pods=1,requests.cpu=1");
        Should.Throw<StatusException>(() => cluster.Create("{apiVersion: v1, kind: Pod, metadata: {name: silent}, spec: {containers: [{name: c, image: 'app:1'}]}}")).Message
            .ShouldBe("pods \"silent\" is forbidden: failed quota: q: must specify requests.cpu for: c");
        cluster.State.Delete(new ObjectKey(ClusterKinds.Pod, "default", "first"), gracePeriodSeconds: 0);
        await cluster.Until(() => Used(cluster).Text("pods") == "0");
        cluster.Create(Pod("second", "1"));
    }

    [Fact]
    public async Task LimitRange_fills_in_what_a_container_leaves_out_and_refuses_what_is_too_much()
    {
        await using TestCluster cluster = new();
        cluster.Create("{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, default: {cpu: 200m}, defaultRequest: {cpu: 100m}, max: {cpu: '1'}}]}}");
        JsonObject pod = cluster.Create("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: 'app:1'}]}}");
        pod.Annotation("kubernetes.io/limit-ranger").ShouldBe("LimitRanger plugin set: cpu request for container c; cpu limit for container c");
        pod.Items("spec", "containers").First().Text("resources", "limits", "cpu").ShouldBe("200m");
        Should.Throw<StatusException>(() => cluster.Create(Pod("big", "2", "limits"))).Message
            .ShouldBe("pods \"big\" is forbidden: maximum cpu usage per Container is 1, but limit is 2");
    }

    private static JsonObject Used(TestCluster cluster) => cluster.Get(ClusterKinds.ResourceQuota, "q")?.Object("status", "used") ?? [];

    private static string Pod(string name, string cpu, string part = "requests") =>
        $"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}, spec: {{containers: [{{name: c, image: 'app:1', resources: {{{part}: {{cpu: '{cpu}'}}}}}}]}}}}";
}
