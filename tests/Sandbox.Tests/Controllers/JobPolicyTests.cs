using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Controllers;

/// <summary>What a Job's policies make of its pods, in the words of a real cluster.</summary>
public sealed class JobPolicyTests
{
    [Fact]
    public async Task Exit_code_that_the_failure_policy_names_fails_the_job_at_once()
    {
        await using TestCluster cluster = new();
        Job(cluster, "crash exit=42", """
            backoffLimit: 5
            podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {containerName: c, operator: In, values: [42]}}]}
            """);
        await cluster.Until(() => Condition(cluster, "Failed").Text("status") == "True");
        string pod = cluster.List(ClusterKinds.Pod).ShouldHaveSingleItem().Name();
        Condition(cluster, "Failed").Text("reason").ShouldBe("PodFailurePolicy");
        Condition(cluster, "Failed").Text("message").ShouldBe($"Container c for pod default/{pod} failed with exit code 42 matching FailJob rule at index 0");
        Status(cluster).Number("failed").ShouldBe(1);
    }

    [Fact]
    public async Task Index_beyond_its_own_limit_fails_and_the_job_with_it_when_all_have_ended()
    {
        await using TestCluster cluster = new();
        Job(cluster, "crash", """
            completions: 2
            parallelism: 2
            completionMode: Indexed
            backoffLimitPerIndex: 0
            """);
        await cluster.Until(() => Condition(cluster, "Failed").Text("status") == "True");
        Condition(cluster, "Failed").Text("reason").ShouldBe("FailedIndexes");
        Condition(cluster, "Failed").Text("message").ShouldBe("Job has failed indexes");
        Status(cluster).Text("failedIndexes").ShouldBe("0,1");
        cluster.List(ClusterKinds.Pod).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Pod_of_a_job_stays_until_it_is_counted_and_goes_with_its_job()
    {
        await using TestCluster cluster = new();
        Job(cluster, "ready", "parallelism: 1");
        await cluster.Until(() => Status(cluster).Number("ready") == 1);
        cluster.List(ClusterKinds.Pod).ShouldHaveSingleItem().Texts("metadata", "finalizers").ShouldBe(["batch.kubernetes.io/job-tracking"]);
        cluster.State.Delete(new ObjectKey(ClusterKinds.Job, "default", "j"));
        await cluster.Until(() => cluster.List(ClusterKinds.Pod).Count == 0);
    }

    [Fact]
    public async Task Suspended_job_says_so_and_starts_over_when_it_is_resumed()
    {
        await using TestCluster cluster = new();
        Job(cluster, "ready", "suspend: true");
        await cluster.Until(() => Condition(cluster, "Suspended").Text("status") == "True");
        cluster.List(ClusterKinds.Pod).ShouldBeEmpty();
        cluster.Change(ClusterKinds.Job, "j", job => job.Ensure("spec")["suspend"] = false);
        await cluster.Until(() => Status(cluster).Number("ready") == 1);
        Condition(cluster, "Suspended").Text("reason").ShouldBe("JobResumed");
        cluster.Events("Suspended").ShouldBe(["Job suspended"]);
        cluster.Events("Resumed").ShouldBe(["Job resumed"]);
    }

    private static JsonObject Job(TestCluster cluster, string script, string spec) => cluster.Create($$"""
        apiVersion: batch/v1
        kind: Job
        metadata: {name: j}
        spec:
          {{spec.ReplaceLineEndings("\n  ")}}
          template:
            metadata:
              annotations:
                scripted.sitebuilder.dev/c: {{script}}
            spec:
              restartPolicy: Never
              terminationGracePeriodSeconds: 0
              containers: [{name: c, image: 'app:1'}]
        """);

    private static JsonObject Status(TestCluster cluster) => cluster.Get(ClusterKinds.Job, "j")?.Object("status") ?? [];

    private static JsonObject? Condition(TestCluster cluster, string type) => cluster.Get(ClusterKinds.Job, "j")?.Condition(type);
}
