using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Controllers;

public sealed class JobTests
{
    [Fact]
    public async Task Job_completes_when_its_pod_has_succeeded_and_vanishes_after_its_time_to_live()
    {
        await using TestCluster cluster = new();
        Job(cluster, "complete after=1s", "ttlSecondsAfterFinished: 30");
        await cluster.Until(() => Status(cluster).Number("ready") == 1);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await cluster.Until(() => Condition(cluster, "Complete").Text("status") == "True");
        Condition(cluster, "SuccessCriteriaMet").Text("reason").ShouldBe("CompletionsReached");
        Condition(cluster, "Complete").Text("message").ShouldBe("Reached expected number of succeeded pods");
        Status(cluster).Number("succeeded").ShouldBe(1);
        Status(cluster).Text("completionTime").ShouldNotBeNull();
        cluster.Time.Advance(TimeSpan.FromSeconds(30));
        await cluster.Until(() => cluster.Get(ClusterKinds.Job, "j") is null);
    }

    [Fact]
    public async Task Failed_pods_are_replaced_after_a_doubling_pause_until_the_limit()
    {
        await using TestCluster cluster = new();
        Job(cluster, "crash exit=2", "backoffLimit: 1");
        await cluster.Until(() => Status(cluster).Number("failed") == 1);
        cluster.List(ClusterKinds.Pod).Count.ShouldBe(1);
        cluster.Time.Advance(TimeSpan.FromSeconds(10));
        await cluster.Until(() => Condition(cluster, "Failed").Text("status") == "True");
        Condition(cluster, "Failed").Text("reason").ShouldBe("BackoffLimitExceeded");
        Condition(cluster, "Failed").Text("message").ShouldBe("Job has reached the specified backoff limit");
        Status(cluster).Number("failed").ShouldBe(2);
    }

    [Fact]
    public async Task Namespace_goes_away_while_a_Job_would_replace_a_failed_pod()
    {
        await using TestCluster cluster = new();
        cluster.Create("{apiVersion: v1, kind: Namespace, metadata: {name: going}}");
        cluster.Create("""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: j, namespace: going}
            spec:
              template:
                metadata: {annotations: {scripted.sitebuilder.dev/c: ready}}
                spec: {restartPolicy: Never, containers: [{name: c, image: "busybox:1"}]}
            """);
        await cluster.Until(() => cluster.State.List(ClusterKinds.Pod, "going").Count == 1);
        cluster.State.Delete(new ObjectKey(ClusterKinds.Namespace, "", "going"));
        await cluster.Until(() =>
        {
            // time for the pod's farewell and for every further try
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            return cluster.State.Get(new ObjectKey(ClusterKinds.Namespace, "", "going")) is null;
        });
    }

    [Fact]
    public async Task Job_that_takes_too_long_fails_and_its_pod_is_stopped()
    {
        await using TestCluster cluster = new();
        Job(cluster, "ready", "activeDeadlineSeconds: 60");
        await cluster.Until(() => Status(cluster).Number("ready") == 1);
        cluster.Time.Advance(TimeSpan.FromSeconds(60));
        await cluster.Until(() => Condition(cluster, "Failed").Text("reason") == "DeadlineExceeded");
        await cluster.Until(() => cluster.List(ClusterKinds.Pod).All(pod => pod.IsDeleting()));
    }

    [Fact]
    public async Task Indexed_job_runs_each_index_once()
    {
        await using TestCluster cluster = new();
        Job(cluster, "complete", "completions: 3\n  completionMode: Indexed");
        await cluster.Until(() => Condition(cluster, "Complete").Text("status") == "True");
        Status(cluster).Text("completedIndexes").ShouldBe("0-2");
        cluster.List(ClusterKinds.Pod).Select(pod => pod.Annotation("batch.kubernetes.io/job-completion-index")).ShouldBe(["0", "1", "2"], ignoreOrder: true);
    }

    [Fact]
    public async Task CronJob_starts_a_job_when_it_is_due()
    {
        await using TestCluster cluster = new();
        cluster.Create("""
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: nightly}
            spec:
              schedule: '*/5 * * * *'
              jobTemplate:
                spec:
                  template:
                    metadata: {annotations: {scripted.sitebuilder.dev/c: complete}}
                    spec: {restartPolicy: Never, containers: [{name: c, image: 'app:1'}]}
            """);
        await cluster.Until(() => cluster.Get(ClusterKinds.CronJob, "nightly")?["status"] is not null);
        cluster.List(ClusterKinds.Job).ShouldBeEmpty();
        cluster.Time.Advance(TimeSpan.FromMinutes(5));
        await cluster.Until(() => cluster.Get(ClusterKinds.CronJob, "nightly").Text("status", "lastSuccessfulTime") is not null);
        cluster.Get(ClusterKinds.CronJob, "nightly").Text("status", "lastScheduleTime").ShouldBe("2030-01-01T00:05:00Z");
        cluster.List(ClusterKinds.Job).ShouldHaveSingleItem().Annotation("batch.kubernetes.io/cronjob-scheduled-timestamp").ShouldBe("2030-01-01T00:05:00Z");
    }

    [Theory]
    [InlineData("30 2 * * *", "2030-01-01T02:30:00Z")]
    [InlineData("0 0 1 */3 *", "2030-04-01T00:00:00Z")]
    [InlineData("0 9 * * mon-fri", "2030-01-01T09:00:00Z")]
    [InlineData("15,45 8-10 13 * fri", "2030-01-04T08:15:00Z")]
    [InlineData("@weekly", "2030-01-06T00:00:00Z")]
    public void Schedule_says_when_it_is_due_next(string schedule, string next) =>
        CronSchedule.Parse(schedule).Next(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc)!.Value.ToTimestamp().ShouldBe(next);

    [Theory]
    [InlineData("* * * *")]
    [InlineData("61 * * * *")]
    [InlineData("* * * * someday")]
    public void What_is_no_schedule_is_refused(string schedule) => Should.Throw<FormatException>(() => CronSchedule.Parse(schedule));

    private static void Job(TestCluster cluster, string script, string more) => cluster.Create($$$$"""
        apiVersion: batch/v1
        kind: Job
        metadata: {name: j}
        spec:
          {{{{more}}}}
          template:
            metadata: {annotations: {scripted.sitebuilder.dev/c: '{{{{script}}}}'}}
            spec: {restartPolicy: Never, terminationGracePeriodSeconds: 1, containers: [{name: c, image: 'app:1'}]}
        """);

    private static JsonObject? Status(TestCluster cluster) => cluster.Get(ClusterKinds.Job, "j").Object("status");

    private static JsonObject? Condition(TestCluster cluster, string type) => cluster.Get(ClusterKinds.Job, "j")?.Condition(type);
}
