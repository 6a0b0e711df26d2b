using SiteBuilder.Delivery.Rollouts.Prune;

namespace SiteBuilder.Rollouts.Tests.Prune;

public sealed class InventoryTests
{
    [Fact]
    public void Union_has_every_object_once_and_the_newer_entry_wins() => Print(new Inventory([Entry("a", "1"), Entry("b", "2")]).Union(new Inventory([Entry("b", "3"), Entry("c", null)])))
        .ShouldBe("a=1 b=3 c=?");

    [Fact]
    public void Object_that_is_about_to_be_made_anew_loses_the_uid_that_it_had() => Print(new Inventory([Entry("a", "1")]).Union(new Inventory([Entry("a", null)]))).ShouldBe("a=?");

    [Fact]
    public void Order_does_not_count() => new Inventory([Entry("b", "2"), Entry("a", "1")]).SameAs(new Inventory([Entry("a", "1"), Entry("b", "2")])).ShouldBeTrue();

    [Fact]
    public void Object_that_moves_to_another_version_of_its_api_stays_the_same_object() =>
        (Entry("a", "1") with { ApiVersion = "apps/v1beta1" }).Key.ShouldBe((Entry("a", "1") with { ApiVersion = "apps/v1" }).Key);

    private static InventoryEntry Entry(string name, string? uid) => new() { ApiVersion = "v1", Kind = "ConfigMap", Namespace = "shop", Name = name, Uid = uid };

    private static string Print(Inventory inventory) => string.Join(' ', inventory.Entries.Select(e => $"{e.Name}={e.Uid ?? "?"}"));
}
