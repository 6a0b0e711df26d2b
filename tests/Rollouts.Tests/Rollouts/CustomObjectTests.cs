using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;
using SiteBuilder.Rollouts.Tests.Scenarios;

namespace SiteBuilder.Rollouts.Tests.Rollouts;

/// <summary>Objects of a kind that something in the cluster looks after: here the test itself is that.</summary>
[Trait("Suite", "Service")]
public sealed class CustomObjectTests(TestCluster cluster)
{
    private static readonly TimeSpan s_longerThanTheGrace = VerdictRules.ConfigMissing.Grace * 2;

    private static readonly Fault s_webhookAway = new()
    {
        Status = 500,
        Body = """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"Internal error occurred: failed calling webhook \"themes.example.com\": no endpoints available for service \"web\"","reason":"InternalError","code":500}""",
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Order_is_the_same_whatever_order_the_objects_are_given_in(int seed)
    {
        var (name, group) = await DefinedAsync(cluster.NewName());
        JsonObject[] objects = [Workloads.Namespace(name), Workloads.Secret(name, "login", "hunter2hunter2"), Workloads.Theme(group, name, "dark", "black"), Workloads.Service(name, "web"), Workloads.Job(name, "migrate", "complete", "true"), Workloads.Deployment(name, "web")];
        var given = objects.ToArray();
        new Random(seed).Shuffle(given);

        var plan = await new Rollout(TimeProvider.System).PlanAsync(cluster.Request(name, given), TestContext.Current.CancellationToken);

        plan.Entries.Select(e => $"{e.Wave} {e.Object}").ShouldBe([$"0 Namespace {name}", $"20 Secret {name}/login", $"25 Theme {name}/dark", $"30 Service {name}/web", $"40 Job {name}/migrate", $"50 Deployment {name}/web"]);
        await GoneAsync(group);
    }

    [Fact]
    public async Task Deployment_waits_for_the_Secret_that_a_custom_object_makes_however_long_it_takes()
    {
        var (name, group) = await DefinedAsync(cluster.NewNameForPods());
        using var time = new HeldTime();
        var heard = new Heard();
        var rollout = new Rollout(time.Provider).RunAsync(cluster.Request(name, Needing(name, "login"), Workloads.Theme(group, name, "dark", "black"), Workloads.Namespace(name)), heard, TestContext.Current.CancellationToken);

        await UntilAsync(rollout, async () => await cluster.FindAsync($"{group}/v1", "Theme", name, "dark") is not null);
        await SayAsync(group, name, "False", "Issuing");
        await UntilAsync(rollout, async () => (await PodsAsync(name)).Any(p => p.Items("status", "containerStatuses").Any(s => s.Text("state", "waiting", "reason") == "CreateContainerConfigError")));
        var since = time.Provider.GetUtcNow();
        await UntilAsync(rollout, () => Task.FromResult(time.Provider.GetUtcNow() - since > s_longerThanTheGrace));
        await cluster.CreateAsync(Workloads.Secret(name, "login", "hunter2hunter2"));
        await SayAsync(group, name, "True", "Issued");

        (await rollout).Entries.ShouldAllBe(e => e.Status == "Ready");
        heard.Lines.Where(l => l.EndsWith(": created", StringComparison.Ordinal)).ShouldBe([$"Namespace {name}: created", $"Theme {name}/dark: created", $"Deployment {name}/web: created"]);
        await GoneAsync(group);
    }

    [Fact]
    public async Task Secret_that_nobody_makes_fails_the_Deployment_though_there_is_a_custom_object()
    {
        var (name, group) = await DefinedAsync(cluster.NewNameForPods());

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Theme(group, name, "dark", "black"), Needing(name, "login")) with { Patience = new RolloutPatience(0.2) });

        text.ShouldBe("""
            Deploy failed at Deployment rt/web: pod web-*: CreateContainerConfigError
              pod: rt/web-*
              container: main
              reason: CreateContainerConfigError
              message: secret "login" not found
              event: Failed: Error: secret "login" not found
              done so far: 3 created
              remedy: create the ConfigMap, Secret or key that the message names
              look closer: kubectl -n rt describe pod web-*
            """);
        await GoneAsync(group);
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(100, "ended 4 times, last with exit code 1")]
    public async Task Deployment_that_ends_without_the_database_that_a_custom_object_makes_gets_one_more_start_when_that_is_there(int ends, string? message)
    {
        var (name, group) = await DefinedAsync(cluster.NewNameForPods());
        var heard = new Heard(line =>
        {
            if (line == $"Theme {name}/dark: created")
            {
                Task.Run(() => SayAsync(group, name, "False", "Creating")).Wait();
            }
        });
        var web = new ScenarioWorkload(name, "Deployment", 1, "new", isProbed: true, isParallel: false, new Random(1));
        web.EndsFirst(ends);
        var rollout = cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Theme(group, name, "dark", "black"), web.Item), heard);

        // the third end would be the last of a container that waits for nobody
        await UntilAsync(rollout, async () => (await PodsAsync(name)).Any(p => p.Items("status", "containerStatuses").Any(s => s.Number("restartCount") == 2 && s.At("state", "running") is null)));
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await SayAsync(group, name, "True", "Created");

        if (message is null)
        {
            (await rollout).Entries.ShouldAllBe(e => e.Status == "Ready");
        }
        else
        {
            (await Should.ThrowAsync<StepFailedException>(rollout)).Message.ShouldContain(message);
        }

        await GoneAsync(group);
    }

    [Fact]
    public async Task Custom_object_does_not_hold_up_the_Deployment_that_mends_what_looks_after_it()
    {
        var (name, group) = await DefinedAsync(cluster.NewNameForPods());
        JsonObject[] Objects(string version, string color) => [Workloads.Namespace(name), Workloads.Theme(group, name, "dark", color), Workloads.Deployment(name, "web", version)];
        await cluster.RunAsync(name, Objects("1", "black"));
        await SayAsync(group, name, "False", "Broken", stalled: true);
        var heard = new Heard(line =>
        {
            if (line == $"Deployment {name}/web: ready")
            {
                Task.Run(() => SayAsync(group, name, "True", "Mended")).Wait();
            }
        });

        var result = await cluster.RunAsync(cluster.Request(name, Objects("2", "grey")), heard);

        result.Entries.ShouldAllBe(e => e.Status == "Ready");
        heard.Lines.Where(l => l.EndsWith(": updated", StringComparison.Ordinal)).ShouldBe([$"Theme {name}/dark: updated", $"Deployment {name}/web: updated"]);
        (await cluster.RunAsync(name, Objects("2", "grey"))).Changed.ShouldBeFalse();
        await GoneAsync(group);
    }

    [Fact]
    public async Task Custom_object_that_does_not_become_ready_ends_the_rollout_after_all_else_is_there()
    {
        var (name, group) = await DefinedAsync(cluster.NewName());
        var heard = new Heard(line =>
        {
            if (line == $"Theme {name}/dark: created")
            {
                Task.Run(() => SayAsync(group, name, "False", "Issuing")).Wait();
            }
        });

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Theme(group, name, "dark", "black"), Workloads.Service(name, "web")) with { StallDeadline = TimeSpan.FromSeconds(3) }, heard);

        text.ShouldBe("""
            Deploy failed at Theme rt/dark: nothing has changed for 3 s: Issuing: says the test
              done so far: 3 created
              remedy: look closer: kubectl -n rt describe theme dark
            """);
        await GoneAsync(group);
    }

    [Fact]
    public async Task Custom_object_whose_webhook_comes_with_the_release_is_written_after_the_others()
    {
        var (name, group) = await DefinedAsync(cluster.NewNameForPods());
        var isServed = false;
        await using var server = await FaultyServer.StartAsync(
            cluster.Kubeconfig,
            call => call.Method == "PATCH" && call.Path.EndsWith("/themes/dark", StringComparison.Ordinal) && !Volatile.Read(ref isServed) ? s_webhookAway : Fault.None);
        using var time = new HeldTime();
        var heard = new Heard(line => Volatile.Write(ref isServed, Volatile.Read(ref isServed) || line == $"Deployment {name}/web: ready"));
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.Theme(group, name, "dark", "black"), Workloads.Deployment(name, "web")) with { KubeconfigPath = server.Kubeconfig };

        var result = await new Rollout(time.Provider).RunAsync(request, heard, TestContext.Current.CancellationToken);

        result.Entries.ShouldAllBe(e => e.Status == "Ready");
        heard.Lines.Where(l => l.StartsWith("Theme", StringComparison.Ordinal) || l.EndsWith(": created", StringComparison.Ordinal)).ShouldBe(
            [$"Namespace {name}: created", $"Theme {name}/dark: its webhook cannot be called yet, so it is written after the others", $"Deployment {name}/web: created", $"Theme {name}/dark: created"]);
        await GoneAsync(group);
    }

    /// <summary>The definition is there before the release.</summary>
    private async Task<(string Name, string Group)> DefinedAsync(string name)
    {
        var group = $"{name}.example.com";
        await cluster.CreateAsync(Workloads.Definition(group));
        while (await new Discovery(cluster.Client).FindServedAsync($"{group}/v1", "Theme", TestContext.Current.CancellationToken) is null)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return (name, group);
    }

    private Task GoneAsync(string group) => cluster.DeleteAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, $"themes.{group}");

    private static JsonObject Needing(string ns, string secret) => Workloads.Deployment(ns, "web").With(
        "spec.template.spec.containers.0.envFrom", Workloads.Node(new { list = new[] { new { secretRef = new { name = secret } } } })["list"]!.DeepClone());

    private async Task<IReadOnlyList<JsonObject>> PodsAsync(string ns) => (await cluster.Client.ListAsync(CoreResources.Pod, ns, null, TestContext.Current.CancellationToken)).Items;

    /// <summary>What looks after the theme says how it is.</summary>
    private async Task SayAsync(string group, string ns, string ready, string reason, bool stalled = false)
    {
        var theme = (await cluster.FindAsync($"{group}/v1", "Theme", ns, "dark"))!;
        var when = cluster.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        var conditions = new[] { new { type = "Ready", status = ready, reason, message = "says the test", lastTransitionTime = when }, new { type = "Stalled", status = stalled ? "True" : "False", reason, message = "says the test", lastTransitionTime = when } };
        var status = Workloads.Node(new { status = new { observedGeneration = theme.Number("metadata", "generation"), conditions } });
        await cluster.Client.SendAsync(HttpMethod.Patch, $"/apis/{group}/v1/namespaces/{ns}/themes/dark/status?fieldManager=test", status.ToJsonString(), "application/merge-patch+json", CancellationToken.None);
    }

    /// <summary>Waits for the condition for as long as the rollout lives.</summary>
    private static async Task UntilAsync(Task rollout, Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            if (rollout.IsCompleted)
            {
                await rollout;
                throw new InvalidOperationException("the rollout has ended before");
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
