using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Controllers;

public sealed class DeploymentTests
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 3
          progressDeadlineSeconds: 60
          selector: {matchLabels: {app: web}}
          strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
          template:
            metadata: {labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 1
              containers: [{name: c, image: web:1}]
        """;

    [Fact]
    public async Task Deployment_comes_up_with_the_status_of_a_real_cluster()
    {
        await using TestCluster cluster = new();
        cluster.Create(Web);
        await cluster.Until(() => Settled(cluster, 1));
        JsonObject deployment = cluster.Get(ClusterKinds.Deployment, "web")!;
        JsonObject set = cluster.List(ClusterKinds.ReplicaSet).ShouldHaveSingleItem();
        deployment.Annotation("deployment.kubernetes.io/revision").ShouldBe("1");
        set.Name().ShouldBe($"web-{set.Labels()["pod-template-hash"]}");
        set.Map("metadata", "annotations").ShouldBe(new Dictionary<string, string>
        {
            ["deployment.kubernetes.io/desired-replicas"] = "3",
            ["deployment.kubernetes.io/max-replicas"] = "4",
            ["deployment.kubernetes.io/revision"] = "1",
        }, ignoreOrder: true);
        set.Map("status").OrderBy(count => count.Key).Select(count => $"{count.Key}={count.Value}").ShouldBe(
            ["availableReplicas=3", "fullyLabeledReplicas=3", "observedGeneration=1", "readyReplicas=3", "replicas=3", "terminatingReplicas=0"]);
        deployment.Condition("Available").Text("reason").ShouldBe("MinimumReplicasAvailable");
        deployment.Condition("Progressing").Text("message").ShouldBe($"ReplicaSet \"{set.Name()}\" has successfully progressed.");
        cluster.Events("ScalingReplicaSet").ShouldBe([$"Scaled up replica set {set.Name()} from 0 to 3"]);
    }

    [Fact]
    public async Task Rolling_update_never_has_fewer_ready_pods_than_allowed_and_ends_with_the_new_template()
    {
        await using TestCluster cluster = new();
        cluster.Create(Web);
        await cluster.Until(() => Settled(cluster, 1));
        List<(string Name, long Replicas)> steps = [];
        using CancellationTokenSource stop = new();
        string old = cluster.List(ClusterKinds.ReplicaSet)[0].Name();
        Task watching = Follow(cluster, steps, stop.Token);
        cluster.Change(ClusterKinds.Deployment, "web", web => SetImage(web, "web:2"));
        await cluster.Until(() => Settled(cluster, 2));
        await stop.CancelAsync();
        await watching;
        steps.Where(step => step.Name == old).Select(step => step.Replicas).Distinct().ShouldBe([3L, 2L, 1L, 0L]);
        steps.Where(step => step.Name != old).Select(step => step.Replicas).Distinct().ShouldBe([1L, 2L, 3L]);
        cluster.Get(ClusterKinds.Deployment, "web")!.Annotation("deployment.kubernetes.io/revision").ShouldBe("2");
        cluster.List(ClusterKinds.Pod).Where(pod => !pod.IsDeleting()).Select(pod => pod.Items("spec", "containers").First().Text("image")).Distinct().ShouldBe(["web:2"]);
    }

    [Fact]
    public async Task Going_back_to_an_older_template_takes_its_ReplicaSet_again_with_the_highest_revision()
    {
        await using TestCluster cluster = new();
        cluster.Create(Web);
        await cluster.Until(() => Settled(cluster, 1));
        cluster.Change(ClusterKinds.Deployment, "web", web => SetImage(web, "web:2"));
        await cluster.Until(() => Settled(cluster, 2));
        cluster.Change(ClusterKinds.Deployment, "web", web => SetImage(web, "web:1"));
        await cluster.Until(() => Settled(cluster, 3));
        cluster.List(ClusterKinds.ReplicaSet).Count.ShouldBe(2);
        JsonObject present = cluster.List(ClusterKinds.ReplicaSet).Single(set => set.Number("spec", "replicas") == 3);
        present.Annotation("deployment.kubernetes.io/revision").ShouldBe("3");
        present.Annotation("deployment.kubernetes.io/revision-history").ShouldBe("1");
    }

    [Fact]
    public async Task Rollout_that_does_not_move_exceeds_its_deadline_and_recovers_when_mended()
    {
        await using TestCluster cluster = new();
        cluster.Create(Web);
        await cluster.Until(() => Settled(cluster, 1));
        cluster.Change(ClusterKinds.Deployment, "web", web =>
        {
            SetImage(web, "web:broken");
            web.Ensure("spec", "template", "metadata", "annotations")["scripted.sitebuilder.dev/c"] = "never-ready";
        });
        await cluster.Until(() => cluster.List(ClusterKinds.Pod).Count == 4 && Progressing(cluster).Text("reason") == "ReplicaSetUpdated");
        cluster.Time.Advance(TimeSpan.FromSeconds(61));
        await cluster.Until(() => Progressing(cluster).Text("reason") == "ProgressDeadlineExceeded");
        JsonObject broken = cluster.List(ClusterKinds.ReplicaSet).Single(set => set.Number("spec", "replicas") == 1);
        Progressing(cluster).Text("status").ShouldBe("False");
        Progressing(cluster).Text("message").ShouldBe($"ReplicaSet \"{broken.Name()}\" has timed out progressing.");
        cluster.Get(ClusterKinds.Deployment, "web").Number("status", "availableReplicas").ShouldBe(3);
        cluster.Change(ClusterKinds.Deployment, "web", web =>
        {
            SetImage(web, "web:3");
            web.Object("spec", "template", "metadata")!.Remove("annotations");
        });
        await cluster.Until(() => Settled(cluster, 3));
    }

    [Fact]
    public async Task Recreate_lets_all_old_pods_go_before_the_first_new_one()
    {
        await using TestCluster cluster = new();
        cluster.Create(Web.Replace("{type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}", "{type: Recreate}", StringComparison.Ordinal));
        await cluster.Until(() => Settled(cluster, 1));
        cluster.Change(ClusterKinds.Deployment, "web", web => SetImage(web, "web:2"));
        bool together = false;
        await cluster.Until(() =>
        {
            string[] images = [.. cluster.List(ClusterKinds.Pod).Where(pod => !pod.IsFinished())
                .Select(pod => pod.Items("spec", "containers").First().Text("image")!).Distinct()];
            together |= images.Length > 1;
            return Settled(cluster, 2);
        });
        together.ShouldBeFalse();
    }

    [Fact]
    public async Task Paused_deployment_does_not_roll_until_it_is_resumed()
    {
        await using TestCluster cluster = new();
        cluster.Create(Web);
        await cluster.Until(() => Settled(cluster, 1));
        cluster.Change(ClusterKinds.Deployment, "web", web =>
        {
            web.Ensure("spec")["paused"] = true;
            SetImage(web, "web:2");
        });
        await cluster.Until(() => Progressing(cluster).Text("reason") == "DeploymentPaused");
        cluster.List(ClusterKinds.ReplicaSet).Count.ShouldBe(1);
        cluster.Change(ClusterKinds.Deployment, "web", web => web.Ensure("spec").Remove("paused"));
        await cluster.Until(() => Settled(cluster, 3));
        cluster.List(ClusterKinds.ReplicaSet).Count.ShouldBe(2);
    }

    [Fact]
    public async Task History_is_kept_to_its_limit()
    {
        await using TestCluster cluster = new();
        cluster.Create(Web.Replace("replicas: 3", "replicas: 1\n  revisionHistoryLimit: 1", StringComparison.Ordinal));
        await cluster.Until(() => Settled(cluster, 1));
        for (int version = 2; version <= 4; version++)
        {
            cluster.Change(ClusterKinds.Deployment, "web", web => SetImage(web, $"web:{version}"));
            await cluster.Until(() => Settled(cluster, version));
        }

        await cluster.Until(() => cluster.List(ClusterKinds.ReplicaSet).Count == 2);
        cluster.List(ClusterKinds.ReplicaSet).Select(set => set.Annotation("deployment.kubernetes.io/revision")).ShouldBe(["3", "4"], ignoreOrder: true);
    }

    private static JsonObject? Progressing(TestCluster cluster) => cluster.Get(ClusterKinds.Deployment, "web")?.Condition("Progressing");

    private static void SetImage(JsonObject deployment, string image) => deployment.Items("spec", "template", "spec", "containers").First()["image"] = image;

    private static bool Settled(TestCluster cluster, long generation)
    {
        JsonObject? deployment = cluster.Get(ClusterKinds.Deployment, "web");
        long? wanted = deployment.Number("spec", "replicas");
        JsonObject? status = deployment.Object("status");
        return status.Number("observedGeneration") == generation && status.Number("updatedReplicas") == wanted && status.Number("availableReplicas") == wanted
            && status.Number("replicas") == wanted && status.Number("terminatingReplicas") == 0 && Progressing(cluster).Text("reason") == "NewReplicaSetAvailable";
    }

    private static async Task Follow(TestCluster cluster, List<(string Name, long Replicas)> steps, CancellationToken stop)
    {
        try
        {
            await foreach (ObjectChange change in cluster.State.Watch([ClusterKinds.ReplicaSet], stop))
            {
                steps.Add((change.Object.Name(), change.Object.Number("spec", "replicas") ?? 0));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
