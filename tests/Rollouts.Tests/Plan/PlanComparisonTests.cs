using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Plan.Saved;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Rollouts.Tests.Plan;

public sealed class PlanComparisonTests
{
    private static readonly SavedObject s_web = new() { ApiVersion = "apps/v1", Object = "Deployment shop/web", Action = ChangeAction.Updated, Wave = 50, Reason = "", Changes = [new("spec.replicas", "1", "2")], Desired = "d1", Live = new("u1", "10", "f1") };
    private static readonly SavedObject s_settings = new() { ApiVersion = "v1", Object = "ConfigMap shop/settings", Action = ChangeAction.Created, Wave = 20, Reason = "", Changes = [], Desired = "d2" };
    private static readonly SavedObject s_old = new() { ApiVersion = "v1", Object = "Service shop/old", Action = ChangeAction.Deleted, Wave = 30, Reason = "", Changes = [], Live = new("u3", "12", "f3") };

    [Fact]
    public void Same_plan_holds_whatever_the_status_has_done_to_resource_versions() =>
        Moved(s_web with { Live = s_web.Live! with { ResourceVersion = "99" } }, s_settings, s_old).ShouldBeEmpty();

    [Fact]
    public void Object_in_a_newer_version_of_its_api_is_the_same() => Moved(s_web with { ApiVersion = "apps/v2" }, s_settings, s_old).ShouldBeEmpty();

    [Fact]
    public void Every_object_that_has_moved_is_named() => Moved(
            s_web with { Live = new("u1", "11", "f9") },
            s_settings with { Live = new("u2", "13", "f2"), Action = ChangeAction.Updated },
            s_settings with { Object = "ConfigMap shop/more" })
        .ShouldBe([
            "ConfigMap shop/more: is not in the plan, and is in the release now; make a new plan with Diff --save-plan",
            "ConfigMap shop/settings: was made since the plan; make a new plan with Diff --save-plan",
            "Deployment shop/web: was changed since the plan (resource version 10, now 11); make a new plan with Diff --save-plan",
            "Service shop/old: is in the plan, and is gone since; make a new plan with Diff --save-plan"]);

    [Fact]
    public void Object_that_is_desired_otherwise_is_named() => Moved(s_web with { Desired = "d9" }, s_settings, s_old).ShouldBe(["Deployment shop/web: is not desired as the plan has it; make a new plan with Diff --save-plan"]);

    [Fact]
    public void Object_that_was_deleted_or_made_anew_is_named() => Moved(s_web with { Live = new("u9", "11", "f1") }, s_settings, s_old with { Live = null })
        .ShouldBe(["Deployment shop/web: was deleted and made anew since the plan; make a new plan with Diff --save-plan", "Service shop/old: was deleted since the plan; make a new plan with Diff --save-plan"]);

    [Fact]
    public void Object_with_which_something_else_would_be_done_is_named() => Moved(s_web with { Action = ChangeAction.Recreated }, s_settings, s_old)
        .ShouldBe(["Deployment shop/web: would be recreated now, and the plan has it updated; make a new plan with Diff --save-plan"]);

    [Fact]
    public void Plan_for_another_cluster_or_release_is_refused_as_a_whole()
    {
        var plan = Plan(s_web);

        PlanComparison.Problems(plan with { Cluster = new SavedCluster(null, "", "https://a") }, plan with { Cluster = new SavedCluster(null, "", "https://a") }).ShouldBeEmpty();
        PlanComparison.Problems(plan with { Cluster = new SavedCluster(null, "", "https://a") }, plan with { Cluster = new SavedCluster(null, "", "https://b") }).Count.ShouldBe(1);
        PlanComparison.Problems(plan with { Cluster = new SavedCluster("staging", "c2") }, plan)
            .ShouldBe(["the plan is of release shop in cluster staging (c2), and this is release shop in cluster production (c1); make a new plan with Diff --save-plan"]);
        PlanComparison.Problems(plan with { Drift = DriftPolicy.TakeBack }, plan).ShouldBe(["the plan was made with gates.rollout.drift TakeBack, which is Refuse now; make a new plan with Diff --save-plan"]);
    }

    private static IReadOnlyList<string> Moved(params SavedObject[] now) => PlanComparison.Problems(Plan(s_web, s_settings, s_old), Plan(now));

    private static SavedPlan Plan(params SavedObject[] objects) => new()
    {
        Version = SavedPlan.CurrentVersion,
        Release = "shop",
        Cluster = new SavedCluster("production", "c1"),
        Origin = new RolloutOrigin("ann", null, null),
        When = DateTimeOffset.UnixEpoch,
        Drift = DriftPolicy.Refuse,
        Salt = "s",
        Images = new Dictionary<string, string>(),
        Objects = objects,
    };
}
