using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Model.Environments;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class RolloutPatienceTests
{
    private static readonly JsonObject s_plain = Workloads.Deployment("shop", "web");

    [Theory]
    [InlineData(RolloutPace.Quick, 10, 22.5, 3)]
    [InlineData(RolloutPace.Normal, 20, 45, 3)]
    [InlineData(RolloutPace.Patient, 60, 135, 5)]
    public void Environment_trades_speed_for_patience(RolloutPace pace, double config, double image, int ends)
    {
        var patience = RolloutPatience.Of(new RolloutGate { Patience = pace });

        patience.GraceOf(VerdictRules.ConfigMissing, s_plain).TotalSeconds.ShouldBe(config);
        patience.GraceOf(VerdictRules.ImageMissing, s_plain).TotalSeconds.ShouldBe(image);
        patience.Tries(VerdictRules.CrashEnds).ShouldBe(ends);
    }

    [Fact]
    public void Autoscaler_has_its_minutes_where_a_node_would_help_and_nowhere_else()
    {
        var patience = RolloutPatience.Of(new RolloutGate { Autoscaler = TimeSpan.FromMinutes(5) });

        patience.GraceOf(VerdictRules.NoSuchNode, s_plain).ShouldBe(TimeSpan.FromMinutes(5));
        patience.GraceOf(VerdictRules.NoRoom, s_plain).ShouldBe(TimeSpan.FromMinutes(5));
        patience.GraceOf(VerdictRules.MountMissing, s_plain).ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Annotation_of_a_workload_stands_above_the_environment()
    {
        var web = Workloads.Annotated(Workloads.Deployment("shop", "web"), "sitebuilder.dev/grace.crash-loop", "2m");

        RolloutPatience.Of(new RolloutGate { Patience = RolloutPace.Patient }).GraceOf(VerdictRules.CrashLoop, web).ShouldBe(TimeSpan.FromMinutes(2));
        RolloutPatience.OwnGraceOf(VerdictRules.CrashLoop, web).ShouldBe(TimeSpan.FromMinutes(2));
        RolloutPatience.OwnGraceOf(VerdictRules.ImageMissing, web).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Wrong_annotations_are_told_with_what_is_expected()
    {
        var web = Workloads.Annotated(Workloads.Deployment("shop", "web"), "sitebuilder.dev/grace.crash-loop", "soon");
        Workloads.Annotated(web, "sitebuilder.dev/grace.crashloop", "2m");
        Workloads.Annotated(web, "sitebuilder.dev/grace.no-room", "0s");

        RolloutPatience.Problems([web]).ShouldBe([
            "Deployment shop/web: annotation sitebuilder.dev/grace.crash-loop is \"soon\", expected a time from 0s to 24h such as 90s, 10m or 1h30m",
            $"Deployment shop/web: annotation sitebuilder.dev/grace.crashloop names no rule; the rules are {string.Join(", ", VerdictRules.All.Select(r => r.Name))}",
        ]);
    }
}
