using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Prune;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Plan;

/// <summary>An object that the server keeps in another form than it was sent in.</summary>
public sealed class AsDesiredTests
{
    private const string Desired = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop"},"spec":{"volumes":[{"name":"tmp","emptyDir":{"sizeLimit":"1024Mi"}}]}}""";
    private const string Volume = """{".":{},"f:name":{},"f:emptyDir":{"f:sizeLimit":{}}}""";

    [Fact]
    public void Without_a_recorded_hash_the_server_has_to_be_asked() => IsAsDesired(Volume, null).ShouldBeFalse();

    [Fact]
    public void With_the_recorded_hash_and_all_fields_ours_it_is_as_it_was_applied() => IsAsDesired(Volume, ObjectHash.Of(Json.Of(Desired))).ShouldBeTrue();

    [Fact]
    public void Another_object_than_was_applied_is_not() => IsAsDesired(Volume, "other").ShouldBeFalse();

    [Fact]
    public void Field_that_somebody_else_owns_by_now_has_been_changed() => IsAsDesired("""{".":{},"f:name":{}}""", ObjectHash.Of(Json.Of(Desired))).ShouldBeFalse();

    [Fact]
    public void Field_that_we_own_and_no_longer_want_has_to_go() => IsAsDesired("""{".":{},"f:name":{},"f:emptyDir":{"f:sizeLimit":{},"f:medium":{}}}""", ObjectHash.Of(Json.Of(Desired))).ShouldBeFalse();

    [Fact]
    public void Object_that_was_made_anew_is_another() => IsAsDesired(Volume, ObjectHash.Of(Json.Of(Desired)), uid: "2").ShouldBeFalse();

    private static bool IsAsDesired(string volume, string? hash, string uid = "1")
    {
        var live = Json.Of("""
            {"apiVersion":"v1","kind":"Pod",
             "metadata":{"name":"web","namespace":"shop","uid":"UID","managedFields":[{"manager":"sitebuilder","operation":"Apply","apiVersion":"v1","fieldsV1":
              {"f:spec":{"f:volumes":{"k:{\"name\":\"tmp\"}":VOLUME}}}}]},
             "spec":{"volumes":[{"name":"tmp","emptyDir":{"sizeLimit":"1Gi"}}]}}
            """.Replace("UID", uid, StringComparison.Ordinal).Replace("VOLUME", volume, StringComparison.Ordinal));
        return Planner.IsAsDesired((JsonObject)JsonNode.Parse(Desired)!, live, new InventoryEntry { ApiVersion = "v1", Kind = "Pod", Namespace = "shop", Name = "web", Uid = "1", Hash = hash });
    }
}
