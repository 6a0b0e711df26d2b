using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Controllers;

public sealed class StatefulSetTests
{
    private const string Db = """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          replicas: 2
          serviceName: db
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec:
              terminationGracePeriodSeconds: 1
              containers: [{name: c, image: 'db:1', volumeMounts: [{name: data, mountPath: /data}]}]
          volumeClaimTemplates:
          - metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """;

    [Fact]
    public async Task Pods_come_one_after_the_other_each_with_its_own_claim()
    {
        await using TestCluster cluster = new();
        cluster.Create(Db.Replace("metadata: {labels: {app: db}}", "metadata: {labels: {app: db}, annotations: {scripted.sitebuilder.dev/c: ready after=5s}}", StringComparison.Ordinal));
        await cluster.UntilPod("db-0", pod => pod.Phase() == "Running");
        cluster.Get(ClusterKinds.Pod, "db-1").ShouldBeNull();
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        await cluster.UntilPod("db-1", pod => pod.Phase() == "Running");
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        await cluster.Until(() => Status(cluster).Number("availableReplicas") == 2);
        JsonObject first = cluster.Get(ClusterKinds.Pod, "db-0")!;
        first.Text("spec", "hostname").ShouldBe("db-0");
        first.Text("spec", "subdomain").ShouldBe("db");
        first.Labels()["statefulset.kubernetes.io/pod-name"].ShouldBe("db-0");
        first.Labels()["controller-revision-hash"].ShouldBe(Status(cluster).Text("updateRevision"));
        cluster.List(ClusterKinds.PersistentVolumeClaim).Select(claim => $"{claim.Name()} {claim.Text("status", "phase")}").ShouldBe(["data-db-0 Bound", "data-db-1 Bound"]);
    }

    [Fact]
    public async Task Claims_go_with_the_pods_and_the_set_where_the_retention_policy_says_so()
    {
        await using TestCluster cluster = new();
        cluster.Create(Db.Replace("replicas: 2", "replicas: 2\n  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete, whenScaled: Delete}", StringComparison.Ordinal));
        await cluster.Until(() => Status(cluster).Number("availableReplicas") == 2);
        cluster.Get(ClusterKinds.PersistentVolumeClaim, "data-db-0")!.Items("metadata", "ownerReferences").ShouldHaveSingleItem().Text("kind").ShouldBe("StatefulSet");
        cluster.Change(ClusterKinds.StatefulSet, "db", set => set.Ensure("spec")["replicas"] = 1);
        await cluster.Until(() => cluster.List(ClusterKinds.PersistentVolumeClaim).Count == 1);
        cluster.State.Delete(new ObjectKey(ClusterKinds.StatefulSet, "default", "db"));
        await cluster.Until(() => cluster.List(ClusterKinds.PersistentVolumeClaim).Count == 0);
    }

    [Fact]
    public async Task Update_goes_from_the_last_pod_to_the_first_and_stops_at_the_partition()
    {
        await using TestCluster cluster = new();
        cluster.Create(Db);
        await cluster.Until(() => Status(cluster).Number("availableReplicas") == 2);
        cluster.Change(ClusterKinds.StatefulSet, "db", set =>
        {
            set.Ensure("spec", "updateStrategy", "rollingUpdate")["partition"] = 1;
            set.Items("spec", "template", "spec", "containers").First()["image"] = "db:2";
        });
        await cluster.Until(() => Image(cluster, "db-1") == "db:2" && Status(cluster).Number("updatedReplicas") == 1 && Status(cluster).Number("availableReplicas") == 2);
        Image(cluster, "db-0").ShouldBe("db:1");
        Status(cluster).Text("currentRevision").ShouldNotBe(Status(cluster).Text("updateRevision"));
        cluster.Change(ClusterKinds.StatefulSet, "db", set => set.Ensure("spec", "updateStrategy", "rollingUpdate")["partition"] = 0);
        await cluster.Until(() => Image(cluster, "db-0") == "db:2" && Status(cluster).Text("currentRevision") == Status(cluster).Text("updateRevision"));
    }

    [Fact]
    public async Task Scaling_down_takes_the_last_pod_and_keeps_its_claim()
    {
        await using TestCluster cluster = new();
        cluster.Create(Db);
        await cluster.Until(() => Status(cluster).Number("availableReplicas") == 2);
        cluster.Change(ClusterKinds.StatefulSet, "db", set => set.Ensure("spec")["replicas"] = 1);
        await cluster.Until(() => Status(cluster).Number("replicas") == 1);
        cluster.List(ClusterKinds.Pod).Select(pod => pod.Name()).ShouldBe(["db-0"]);
        cluster.List(ClusterKinds.PersistentVolumeClaim).Count.ShouldBe(2);
    }

    private static JsonObject? Status(TestCluster cluster) => cluster.Get(ClusterKinds.StatefulSet, "db").Object("status");

    private static string? Image(TestCluster cluster, string pod) => cluster.Get(ClusterKinds.Pod, pod)?.Items("spec", "containers").First().Text("image");
}
