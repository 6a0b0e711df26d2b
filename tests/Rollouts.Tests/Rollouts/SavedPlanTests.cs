using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Plan.Saved;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Rollouts;

[Trait("Suite", "Service")]
public sealed class SavedPlanTests(TestCluster cluster) : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"plan-{Guid.NewGuid():N}.json");

    [Fact]
    public async Task Plan_of_a_new_release_is_done_as_it_was_saved_and_no_longer_holds_afterwards()
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Secret(name, "login", "hunter2hunter2"), Generated(name));
        var planned = await SaveAsync(request);

        var result = await cluster.RunAsync(request with { Plan = SavedPlan.Read(_file) });
        var (_, text) = await cluster.FailAsync(request with { Plan = SavedPlan.Read(_file) });

        planned.Objects.Select(o => $"{o.Object} {o.Action}").ShouldBe(result.Entries.Select(e => $"{e.Object} {e.Action}"));
        text.Split('\n').ShouldBe([
            "Deploy failed at preflight of release rt: 4 problems, nothing was written:",
            "  - ConfigMap rt/settings: was made since the plan; make a new plan with Diff --save-plan",
            "  - Namespace rt: was made since the plan; make a new plan with Diff --save-plan",
            "  - Secret rt/generated: was made since the plan; make a new plan with Diff --save-plan",
            "  - Secret rt/login: was made since the plan; make a new plan with Diff --save-plan",
            "  remedy: correct all of them and run again"]);
    }

    [Fact]
    public async Task Plan_is_refused_with_the_objects_that_have_moved_and_nothing_is_written()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "edited"), Workloads.ConfigMap(name, "gone"), Workloads.ConfigMap(name, "anew"), Workloads.ConfigMap(name, "same"), Workloads.ConfigMap(name, "old"));
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "edited"), Workloads.ConfigMap(name, "gone"), Workloads.ConfigMap(name, "anew"), Workloads.ConfigMap(name, "same", "two"), Workloads.ConfigMap(name, "new"));
        await SaveAsync(request);

        await cluster.EditAsync("v1", "ConfigMap", name, "edited", Workloads.Node(new { data = new { key = "by hand" } }));
        await cluster.DeleteAsync("v1", "ConfigMap", name, "gone");
        await cluster.DeleteAsync("v1", "ConfigMap", name, "anew");
        await cluster.CreateAsync(Workloads.ConfigMap(name, "anew"));
        await cluster.CreateAsync(Workloads.ConfigMap(name, "new"));
        await cluster.DeleteAsync("v1", "ConfigMap", name, "old");
        var before = await cluster.SnapshotAsync(name);
        var (_, text) = await cluster.FailAsync(request with { Plan = SavedPlan.Read(_file), Drift = DriftPolicy.Refuse });

        WithoutVersions(text).Split('\n').ShouldBe([
            "Deploy failed at preflight of release rt: 6 problems, nothing was written:",
            "  - ConfigMap rt/edited: fields are owned by another manager: .data.key (owned by kubectl-edit); leave them out of the manifests, or set gates.rollout.drift (or --drift) to keep or take-back",
            "  - ConfigMap rt/anew: was deleted and made anew since the plan; make a new plan with Diff --save-plan",
            "  - ConfigMap rt/edited: was changed since the plan (resource version N, now N); make a new plan with Diff --save-plan",
            "  - ConfigMap rt/gone: was deleted since the plan; make a new plan with Diff --save-plan",
            "  - ConfigMap rt/new: was made since the plan; make a new plan with Diff --save-plan",
            "  - ConfigMap rt/old: is in the plan, and is gone since; make a new plan with Diff --save-plan",
            "  remedy: correct all of them and run again"]);
        (await cluster.SnapshotAsync(name)).ShouldBe(before);
    }

    [Fact]
    public async Task What_others_have_added_and_what_autoscalers_have_set_does_not_matter_to_a_plan()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"), Workloads.Autoscaler(name, "web", 1));
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.Deployment(name, "web", "2"), Workloads.Autoscaler(name, "web", 1));
        await SaveAsync(request);

        await cluster.EditAsync("apps/v1", "Deployment", name, "web", Workloads.Node(new { metadata = new { annotations = new { seen = "yes" } } }));
        await cluster.ScaleAsync(name, "web", 2, "kube-controller-manager");
        var result = await cluster.RunAsync(request with { Plan = SavedPlan.Read(_file) });

        result.Entries.Single(e => e.Action == ChangeAction.Updated).Object.ShouldBe($"Deployment {name}/web");
    }

    [Fact]
    public async Task Plan_is_refused_where_the_release_is_another_one()
    {
        var name = cluster.NewName();
        await SaveAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Secret(name, "login", "hunter2hunter2")));

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Workloads.Secret(name, "login", "hunter3hunter3"), Workloads.ConfigMap(name, "more")) with { Plan = SavedPlan.Read(_file) });

        text.Split('\n')[1..^1].ShouldBe([
            "  - ConfigMap rt/more: is not in the plan, and is in the release now; make a new plan with Diff --save-plan",
            "  - ConfigMap rt/settings: is not desired as the plan has it; make a new plan with Diff --save-plan",
            "  - Secret rt/login: is not desired as the plan has it; make a new plan with Diff --save-plan"]);
    }

    [Fact]
    public async Task Saved_plan_holds_no_value_of_a_secret_and_another_hash_in_every_plan()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Secret(name, "login", "hunter2hunter2"));
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.Secret(name, "login", "correct horse"));

        var first = await SaveAsync(request);
        var text = await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken);
        var second = await SaveAsync(request);

        text.ShouldNotContain("hunter2");
        text.ShouldNotContain("correct horse");
        text.ShouldNotContain(Convert.ToBase64String("hunter2hunter2"u8));
        text.ShouldNotContain(Convert.ToBase64String("correct horse"u8));
        first.Objects[1].Changes.ShouldBe([new FieldChange("data.password", "***", "***")]);
        first.Objects[1].Desired.ShouldNotBe(second.Objects[1].Desired);
        first.Objects[1].Live!.Fields.ShouldNotBe(second.Objects[1].Live!.Fields);
    }

    [Fact]
    public async Task Plan_with_problems_is_not_saved()
    {
        var name = cluster.NewName();

        var plan = await new Rollout(TimeProvider.System).PlanAsync(cluster.Request(name, Workloads.Theme("absent.example.com", name, "dark", "black")), TestContext.Current.CancellationToken, keep: true);

        plan.Problems.Count.ShouldBe(1);
        plan.Saved.ShouldBeNull();
    }

    [Fact]
    public void File_that_is_no_plan_of_this_version_is_refused_with_a_remedy()
    {
        Should.Throw<UsageException>(() => SavedPlan.Read(_file)).Message.ShouldBe($"There is no {_file}. Run ./build.sh Diff --save-plan first.");
        File.WriteAllText(_file, """{"Version":1,"Release":"shop","Cluster":null,"Origin":{"Who":"ann","Commit":null,"Run":null},"When":"2026-01-01T00:00:00Z","Drift":"Keep","Salt":"s","Images":{},"Objects":[null]}""");
        Should.Throw<UsageException>(() => SavedPlan.Read(_file)).Message.ShouldBe($"{_file} is no whole plan. Make a new one with ./build.sh Diff --save-plan.");
        File.WriteAllText(_file, """{"Version":2,"Release":"shop","Cluster":{"Identity":null,"Uid":"c"},"Origin":{"Who":"ann","Commit":null,"Run":null},"When":"2026-01-01T00:00:00Z","Drift":"Keep","Salt":"s","Images":{},"Objects":[]}""");
        Should.Throw<UsageException>(() => SavedPlan.Read(_file)).Message.ShouldBe($"{_file} is a plan of version 2; this build reads version 1. Make a new one with ./build.sh Diff --save-plan.");
    }

    public void Dispose() => File.Delete(_file);

    private async Task<SavedPlan> SaveAsync(RolloutRequest request)
    {
        var plan = await new Rollout(TimeProvider.System).PlanAsync(request, TestContext.Current.CancellationToken, keep: true);
        plan.Problems.ShouldBeEmpty();
        plan.Saved!.Write(_file);
        return plan.Saved;
    }

    private static JsonObject Generated(string ns) => Workloads.Annotated(
        Workloads.Node(new { apiVersion = "v1", kind = "Secret", metadata = new { name = "generated", @namespace = ns } }), "sitebuilder.dev/generate", "login:password=32");

    private static string WithoutVersions(string text) => Regex.Replace(text, @"resource version \d+, now \d+", "resource version N, now N");
}
