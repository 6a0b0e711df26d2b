using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Plan;

public sealed class NormaliserTests
{
    [Fact]
    public void Object_loses_what_only_the_server_sets_and_is_marked_as_ours() => Normalise("""
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","uid":"x","resourceVersion":"1","generation":1,"creationTimestamp":null,"managedFields":[],"selfLink":"/a"},
             "data":{"k":"v"},"status":{"phase":"x"}}
            """)
        .ShouldBe("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":{"app.kubernetes.io/managed-by":"sitebuilder","sitebuilder.dev/release":"shop"}},"data":{"k":"v"}}""");

    [Fact]
    public void Empty_fields_are_dropped_at_every_depth() => Normalise("""{"kind":"Pod","metadata":{"labels":{"app.kubernetes.io/managed-by":"theirs"}},"spec":{"a":null,"list":[{"b":null,"c":1},null]}}""")
        .ShouldBe("""{"kind":"Pod","metadata":{"labels":{"app.kubernetes.io/managed-by":"theirs","sitebuilder.dev/release":"shop"}},"spec":{"list":[{"c":1},null]}}""");

    [Fact]
    public void Text_without_a_value_is_an_empty_one() => Normalise("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"annotations":{"a":null}},"spec":{"paused":null,"selector":{"matchLabels":{"b":null}},"template":{"metadata":{"labels":{"b":null},"annotations":null}}}}
            """)
        .ShouldBe("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"annotations":{"a":""},"labels":{"app.kubernetes.io/managed-by":"sitebuilder","sitebuilder.dev/release":"shop"}},"spec":{"selector":{"matchLabels":{"b":""}},"template":{"metadata":{"labels":{"b":""}}}}}""");

    [Fact]
    public void Key_of_a_secret_without_a_value_is_an_empty_one() => Normalise("""{"apiVersion":"v1","kind":"Secret","metadata":{},"data":{"a":null},"stringData":{"b":null}}""")
        .ShouldBe("""{"apiVersion":"v1","kind":"Secret","metadata":{"labels":{"app.kubernetes.io/managed-by":"sitebuilder","sitebuilder.dev/release":"shop"}},"data":{"a":"","b":""}}""");

    [Fact]
    public void Texts_of_a_secret_become_its_data_and_win_over_it() => Normalise("""{"apiVersion":"v1","kind":"Secret","metadata":{},"data":{"a":"b2xk","b":"c2FtZQ=="},"stringData":{"a":"new"}}""")
        .ShouldBe("""{"apiVersion":"v1","kind":"Secret","metadata":{"labels":{"app.kubernetes.io/managed-by":"sitebuilder","sitebuilder.dev/release":"shop"}},"data":{"a":"bmV3","b":"c2FtZQ=="}}""");

    [Fact]
    public void The_object_that_was_handed_in_is_not_changed()
    {
        var item = Json.Of("""{"apiVersion":"v1","kind":"Secret","status":{},"stringData":{"a":"new"}}""");
        var before = item.ToJsonString();

        Normaliser.Desired(item, "shop");

        item.ToJsonString().ShouldBe(before);
    }

    private static string Normalise(string text) => Normaliser.Desired((JsonObject)JsonNode.Parse(text)!, "shop").ToJsonString();
}
