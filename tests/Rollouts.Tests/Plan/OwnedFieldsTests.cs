using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

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

    [Fact]
    public void A_port_without_a_protocol_is_not_the_one_of_UDP()
    {
        // a name server whose ports another has made the very same
        var ports = JsonNode.Parse("""[{"name":"dns-tcp","port":53},{"name":"dns","port":53,"protocol":"UDP"}]""")!;
        var live = (JsonObject)JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Service",
             "metadata":{"name":"dns","managedFields":[{"manager":"kubectl-create","operation":"Update","apiVersion":"v1","fieldsV1":{"f:spec":{"f:ports":{
               "k:{\"port\":53,\"protocol\":\"TCP\"}":{".":{},"f:name":{},"f:port":{},"f:protocol":{}},
               "k:{\"port\":53,\"protocol\":\"UDP\"}":{".":{},"f:name":{},"f:port":{},"f:protocol":{}}}}}}]},
             "spec":{"ports":[{"name":"dns-tcp","port":53,"protocol":"TCP"},{"name":"dns","port":53,"protocol":"UDP"}]}}
            """)!;

        ForeignFields.Of(Workloads.Node(new { apiVersion = "v1", kind = "Service", metadata = new { name = "dns" }, spec = new { ports } }), live).All.ShouldBeEmpty();
        OwnedFields.Element(ports, new JsonObject { ["port"] = 53, ["protocol"] = "UDP" })!["name"]!.GetValue<string>().ShouldBe("dns");
        OwnedFields.Element(ports, new JsonObject { ["port"] = 53, ["protocol"] = "TCP" })!["name"]!.GetValue<string>().ShouldBe("dns-tcp");
    }

    private static bool Owns(string labels, string selector) => OwnedFields.AreAllDesired(
        (JsonObject)JsonNode.Parse(Live)!,
        (JsonObject)JsonNode.Parse($$"""
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop","labels":{{labels}}},
             "spec":{"ports":[{"port":80,"targetPort":8080}],"selector":{{selector}} } }
            """)!);
}
