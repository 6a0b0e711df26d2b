using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan;

namespace SiteBuilder.Rollouts.Tests.Plan;

public sealed class OwnedFieldsTests
{
    private const string Live = """
        {"apiVersion":"v1","kind":"Service",
         "metadata":{"name":"web","namespace":"shop","labels":{"a":"1"},"managedFields":[
          {"manager":"sitebuilder","operation":"Apply","apiVersion":"v1","fieldsV1":{
            "f:metadata":{"f:labels":{"f:a":{}}},
            "f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"f:port":{},"f:targetPort":{}}},"f:selector":{}}}}]},
         "spec":{"clusterIP":"10.0.0.1","ports":[{"port":80,"protocol":"TCP","targetPort":8080}],"selector":{"app":"web","tier":"front"},"type":"ClusterIP"}}
        """;

    [Fact]
    public void The_same_object_wants_all_that_it_owns() => Owns("""{"a":"1"}""", """{"app":"web","tier":"front"}""").ShouldBeTrue();

    [Fact]
    public void A_label_that_is_no_longer_wanted_has_to_go() => Owns("{}", """{"app":"web","tier":"front"}""").ShouldBeFalse();

    [Fact]
    public void A_key_taken_out_of_a_selector_that_is_owned_as_a_whole_has_to_go() => Owns("""{"a":"1"}""", """{"app":"web"}""").ShouldBeFalse();

    private static bool Owns(string labels, string selector) => OwnedFields.AreAllDesired(
        (JsonObject)JsonNode.Parse(Live)!,
        (JsonObject)JsonNode.Parse($$"""
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop","labels":{{labels}}},
             "spec":{"ports":[{"port":80,"targetPort":8080}],"selector":{{selector}} } }
            """)!);
}
