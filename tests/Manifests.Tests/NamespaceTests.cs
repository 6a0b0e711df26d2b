using SiteBuilder.Manifests.Tests.Network;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Tests;

/// <summary>Every namespace has its level, its bounds and, where it is not the strictest, its reason.</summary>
public class NamespaceTests
{
    public static TheoryData<string> Environments => Platform.Environments;

    [Theory, MemberData(nameof(Environments))]
    public void Every_namespace_has_a_level_a_quota_and_limits_and_is_closed(string environment)
    {
        var objects = Platform.Render(environment);

        objects.OfKind("Namespace").Select(item => $"{item.Name()} {item.Mark("labels", "pod-security.kubernetes.io/enforce")}").Order(StringComparer.Ordinal).ShouldBe(
        [
            "authority restricted", "backend restricted", "cert-manager restricted", "database restricted", "frontend restricted", "ingress restricted", "logging privileged", "monitoring privileged",
        ]);
        foreach (var space in objects.OfKind("Namespace").Select(item => item.Name()))
        {
            foreach (var id in (string[])[$"ResourceQuota {space}/room", $"LimitRange {space}/containers", $"NetworkPolicy {space}/closed"])
            {
                objects.ShouldContain(item => item.Id() == id, id);
            }
        }
    }

    [Fact]
    public void A_container_that_is_not_ours_gets_no_limit_that_it_did_not_ask_for()
    {
        var objects = Platform.Render("production");

        foreach (var space in NamespaceTable.All.Select(entry => entry.Name))
        {
            objects.OfKind("ResourceQuota").Single(item => item.Namespace() == space).At("spec.hard")!.AsObject().Select(amount => amount.Key).ShouldBe(["pods", "requests.cpu", "requests.memory"], space);
            objects.OfKind("LimitRange").Single(item => item.Namespace() == space).At("spec.limits")!.ToJsonString().ShouldBe("""[{"defaultRequest":{"cpu":"50m","memory":"64Mi"},"type":"Container"}]""", space);
        }
    }

    [Fact]
    public void A_level_that_is_not_restricted_says_why() => Platform.Render("production").OfKind("Namespace")
        .Where(item => item.Mark("labels", "pod-security.kubernetes.io/enforce") != "restricted")
        .ShouldAllBe(item => item.Mark("annotations", ObjectLabels.Purpose)!.Length > 40);

    [Fact]
    public void Systems_beside_ours_reach_the_API_server_names_and_what_they_are_there_for_and_nothing_of_ours_else()
    {
        var network = new PolicyNetwork(Platform.Render("production"));
        var (dns, waf, sites, database) = (new NetworkPod("kube-system", "coredns"), new NetworkPod("frontend", "waf"), new NetworkPod("backend", "sites"), new NetworkPod("database", "postgres"));
        foreach (var space in NamespaceTable.All.Select(entry => entry.Name))
        {
            var pod = new NetworkPod(space, "any");
            network.IsOpen(pod, dns, 53, "UDP").ShouldBeTrue(space);
            network.IsOpen(pod, null, 443).ShouldBeTrue(space);
            network.IsOpen(pod, waf, 8080).ShouldBe(space == "ingress", space);
            network.IsOpen(pod, sites, ServiceTable.ManagementPort).ShouldBe(space == "monitoring", space);
            network.IsOpen(pod, sites, 8080).ShouldBeFalse(space);
            network.IsOpen(pod, database, 5432).ShouldBeFalse(space);
        }
    }
}
