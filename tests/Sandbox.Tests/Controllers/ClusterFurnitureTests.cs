using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Controllers;

/// <summary>What a cluster has of itself, and keeps.</summary>
public sealed class ClusterFurnitureTests
{
    private static readonly ObjectKind Role = new("rbac.authorization.k8s.io", "ClusterRole");

    [Fact]
    public async Task Cluster_roles_gather_the_rules_of_those_they_select()
    {
        await using TestCluster cluster = new();
        await cluster.Until(() => Rules(cluster, "view") > 10 && Rules(cluster, "edit") > Rules(cluster, "view") && Rules(cluster, "admin") > Rules(cluster, "edit"));
        cluster.Create("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: sum}, aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: 'yes'}}]}}");
        cluster.Create("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: part, labels: {part: 'yes'}}, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}");
        await cluster.Until(() => Rules(cluster, "sum") == 1);
        cluster.State.Delete(new ObjectKey(Role, "", "part"));
        await cluster.Until(() => Rules(cluster, "sum") == 0);
    }

    [Fact]
    public async Task The_certificate_and_the_service_of_the_API_come_back()
    {
        await using TestCluster cluster = new();
        cluster.Change(ClusterKinds.ConfigMap, "kube-root-ca.crt", map => map.Ensure("data")["more"] = "x");
        cluster.Get(ClusterKinds.ConfigMap, "kube-root-ca.crt")!.Map("data").Keys.ShouldBe(["ca.crt"]);
        string uid = cluster.Get(ClusterKinds.Service, "kubernetes")!.Uid();
        cluster.State.Delete(new ObjectKey(ClusterKinds.Service, "default", "kubernetes"));
        cluster.Get(ClusterKinds.Service, "kubernetes")!.Uid().ShouldNotBe(uid);
    }

    [Fact]
    public async Task A_namespace_loses_its_pods_before_the_rest()
    {
        await using TestCluster cluster = new();
        cluster.Create("{apiVersion: v1, kind: Namespace, metadata: {name: n}}");
        cluster.Create("{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: n}}");
        cluster.Create("{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: n, finalizers: [x.io/keep]}, spec: {containers: [{name: c, image: 'app:1'}], nodeSelector: {no: where}}}");
        ObjectKey key = new(ClusterKinds.Namespace, "", "n");
        cluster.State.Delete(key);
        cluster.State.Get(new ObjectKey(ClusterKinds.ConfigMap, "n", "c")).ShouldNotBeNull();
        await cluster.Until(() => cluster.State.Get(key)!.Condition("NamespaceContentRemaining").Text("status") == "False");

        var pod = cluster.State.Get(new ObjectKey(ClusterKinds.Pod, "n", "p"))!.Copy();
        pod.Ensure("metadata").Remove("finalizers");
        cluster.State.Update(pod, "test");
        await cluster.Until(() => cluster.State.Get(key) is null);
    }

    private static int Rules(TestCluster cluster, string role) => cluster.State.Get(new ObjectKey(Role, "", role))?.Items("rules").Count() ?? 0;
}
