using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Manifests;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Manifests;

public sealed class HelmHooksTests
{
    [Fact]
    public void Hooks_go_before_and_after_the_rest_by_weight_and_kind_and_those_for_other_moments_stay_out()
    {
        var (objects, leftOut) = HelmHooks.Arrange([
            Plain("Deployment", "web"),
            Hook("Job", "migrate", "pre-install,pre-upgrade", "5"),
            Hook("ServiceAccount", "migrate", "pre-install, pre-upgrade", "-5"),
            Hook("Secret", "login", "pre-upgrade", null),
            Hook("Job", "fill", "post-install", "10"),
            Hook("ConfigMap", "fill", "post-install", "10"),
            Hook("Job", "say", "post-upgrade", "-1"),
            Hook("Pod", "try", "test", null),
            Hook("Job", "clean", "pre-delete", null),
            Hook("Job", "undo", "post-rollback", "1"),
            Hook("CustomResourceDefinition", "themes", "crd-install", null),
            Workloads.Annotated(Hook("Job", "own", "test", null), "sitebuilder.dev/wave", "45"),
        ]);

        objects.Select(item => $"{item.Kind()} {item.Name()}: {item.Annotation("sitebuilder.dev/wave") ?? "-"}").ShouldBe([
            "Deployment web: -", "Job migrate: 3", "ServiceAccount migrate: 1", "Secret login: 2", "Job fill: 82", "ConfigMap fill: 81", "Job say: 80", "CustomResourceDefinition themes: -", "Job own: 45",
        ]);
        leftOut.ShouldBe(["Pod shop/try: left out, a hook of its chart for test", "Job shop/clean: left out, a hook of its chart for pre-delete", "Job shop/undo: left out, a hook of its chart for post-rollback"]);
    }

    [Fact]
    public void More_steps_than_there_is_room_before_the_rest_share_the_last_one()
    {
        var (objects, _) = HelmHooks.Arrange([.. Enumerable.Range(0, 12).Select(i => Hook("Job", $"step-{i}", "pre-install", $"{i}"))]);

        objects.Select(item => item.Annotation("sitebuilder.dev/wave")).ShouldBe(["1", "2", "3", "4", "5", "6", "7", "8", "9", "9", "9", "9"]);
    }

    [Theory]
    [InlineData("pre-install,pre-upgrade", false, false, true)]
    [InlineData("pre-install", false, true, true)]
    [InlineData("post-install", false, true, true)]
    [InlineData("pre-upgrade, post-upgrade", true, false, true)]
    [InlineData("crd-install", false, false, true)]
    [InlineData("test", false, false, true)]
    public void Hook_rests_when_its_moment_is_another(string moments, bool first, bool later, bool back)
    {
        var hook = Hook("Job", "migrate", moments, null);

        (HelmHooks.Rests(hook, isFirst: true, goesBack: false), HelmHooks.Rests(hook, isFirst: false, goesBack: false), HelmHooks.Rests(hook, isFirst: false, goesBack: true)).ShouldBe((first, later, back));
        HelmHooks.Rests(Plain("Job", "migrate"), isFirst: false, goesBack: true).ShouldBeFalse();
    }

    private static JsonObject Plain(string kind, string name) => Workloads.Node(new { apiVersion = "v1", kind, metadata = new { name, @namespace = "shop" } });

    private static JsonObject Hook(string kind, string name, string moments, string? weight)
    {
        var hook = Workloads.Annotated(Plain(kind, name), "helm.sh/hook", moments);
        return weight is null ? hook : Workloads.Annotated(hook, "helm.sh/hook-weight", weight);
    }
}
