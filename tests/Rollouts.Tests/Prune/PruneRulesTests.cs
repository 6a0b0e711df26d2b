using SiteBuilder.Delivery.Rollouts.Prune;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Prune;

public sealed class PruneRulesTests
{
    [Theory]
    [InlineData("ConfigMap", "1", "shop", "1", "", null)]
    [InlineData("ConfigMap", "1", "shop", "2", "", "it was deleted and made anew by somebody else (its UID is another)")]
    [InlineData("ConfigMap", "1", "other", "1", "", "it belongs to release other now")]
    [InlineData("ConfigMap", "1", null, "1", "", "it no longer carries label sitebuilder.dev/release")]
    [InlineData("ConfigMap", "1", "shop", "1", "keep", "annotation sitebuilder.dev/prune: keep")]
    [InlineData("ConfigMap", null, "shop", "1", "", null)]
    [InlineData("Namespace", "1", "shop", "1", "", "a Namespace is pruned only with consent, since data goes with it; delete it by hand, or agree with annotation sitebuilder.dev/prune: allow")]
    [InlineData("PersistentVolumeClaim", "1", "shop", "1", "", "a PersistentVolumeClaim is pruned only with consent, since data goes with it; delete it by hand, or agree with annotation sitebuilder.dev/prune: allow")]
    [InlineData("PersistentVolume", "1", "shop", "1", "", "a PersistentVolume is pruned only with consent, since data goes with it; delete it by hand, or agree with annotation sitebuilder.dev/prune: allow")]
    [InlineData("CustomResourceDefinition", "1", "shop", "1", "", "a CustomResourceDefinition is pruned only with consent, since data goes with it; delete it by hand, or agree with annotation sitebuilder.dev/prune: allow")]
    [InlineData("Namespace", "1", "shop", "1", "allow", null)]
    [InlineData("PersistentVolumeClaim", "1", "shop", "1", "allow", null)]
    [InlineData("PersistentVolumeClaim", "1", "other", "1", "allow", "it belongs to release other now")]
    [InlineData("PersistentVolumeClaim", "1", "shop", "2", "allow", "it was deleted and made anew by somebody else (its UID is another)")]
    public void Object_that_is_no_longer_desired_goes_or_stays_for_a_reason(string kind, string? knownUid, string? release, string uid, string prune, string? reason)
    {
        var entry = new InventoryEntry { ApiVersion = "v1", Kind = kind, Namespace = "backend", Name = "a", Uid = knownUid };
        var live = Workloads.Node(new
        {
            metadata = new
            {
                uid,
                labels = new Dictionary<string, string?> { ["sitebuilder.dev/release"] = release },
                annotations = new Dictionary<string, string> { ["sitebuilder.dev/prune"] = prune },
                managedFields = new[] { new { manager = "sitebuilder" } },
            },
        });

        PruneRules.ReasonToKeep(entry, live, "shop").ShouldBe(reason);
    }

    [Theory]
    [InlineData("Retain", null)]
    [InlineData("Delete", "a StatefulSet is pruned only with consent, since data goes with it; delete it by hand, or agree with annotation sitebuilder.dev/prune: allow")]
    public void StatefulSet_goes_unless_its_claims_would_go_with_it(string whenDeleted, string? reason)
    {
        var entry = new InventoryEntry { ApiVersion = "apps/v1", Kind = "StatefulSet", Namespace = "backend", Name = "a", Uid = "1" };
        var live = Json.Of("""{"metadata":{"uid":"1","labels":{"sitebuilder.dev/release":"shop"}},"spec":{"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"POLICY"}}}""".Replace("POLICY", whenDeleted, StringComparison.Ordinal));

        PruneRules.ReasonToKeep(entry, live, "shop").ShouldBe(reason);
    }

    [Fact]
    public void Object_whose_write_was_never_heard_of_goes_only_if_we_wrote_it()
    {
        var entry = new InventoryEntry { ApiVersion = "v1", Kind = "ConfigMap", Namespace = "backend", Name = "a" };
        var live = Json.Of("""{"metadata":{"uid":"1","labels":{"sitebuilder.dev/release":"shop"},"managedFields":[{"manager":"kubectl-create"}]}}""");

        PruneRules.ReasonToKeep(entry, live, "shop").ShouldBe("it was not made by us");
    }
}
