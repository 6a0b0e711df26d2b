using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Plan;

public sealed class FieldComparisonTests
{
    [Theory]
    [InlineData("what the server has added does not count", """{"kind":"ConfigMap","data":{"a":"1"}}""", """{"kind":"ConfigMap","metadata":{"uid":"x"},"data":{"a":"1","b":"2"}}""", true)]
    [InlineData("another value", """{"kind":"ConfigMap","data":{"a":"1"}}""", """{"kind":"ConfigMap","data":{"a":"2"}}""", false)]
    [InlineData("a field that is not there", """{"kind":"ConfigMap","data":{"a":"1"}}""", """{"kind":"ConfigMap","data":{}}""", false)]
    [InlineData("an object where a text is", """{"kind":"ConfigMap","data":{"a":"1"}}""", """{"kind":"ConfigMap","data":"a"}""", false)]
    [InlineData("a number is no text", """{"kind":"Pod","spec":{"port":80}}""", """{"kind":"Pod","spec":{"port":"80"}}""", false)]
    [InlineData("a list of another length", """{"kind":"Pod","spec":{"args":["a"]}}""", """{"kind":"Pod","spec":{"args":["a","b"]}}""", false)]
    [InlineData("elements with more than is wanted", """{"kind":"Pod","spec":{"list":[{"name":"a"}]}}""", """{"kind":"Pod","spec":{"list":[{"name":"a","more":1}]}}""", true)]
    [InlineData("the same amount", """{"apiVersion":"apps/v1","kind":"Deployment","spec":{"limits":{"cpu":"1000m","memory":"1024Mi"}}}""", """{"apiVersion":"apps/v1","kind":"Deployment","spec":{"limits":{"cpu":"1","memory":"1Gi"}}}""", true)]
    [InlineData("an amount that is a number", """{"apiVersion":"v1","kind":"Pod","spec":{"requests":{"cpu":1}}}""", """{"apiVersion":"v1","kind":"Pod","spec":{"requests":{"cpu":"1"}}}""", true)]
    [InlineData("another amount", """{"apiVersion":"v1","kind":"Pod","spec":{"limits":{"cpu":"100m"}}}""", """{"apiVersion":"v1","kind":"Pod","spec":{"limits":{"cpu":"1"}}}""", false)]
    [InlineData("a text that looks like the same amount", """{"apiVersion":"v1","kind":"ConfigMap","data":{"max":"1k"}}""", """{"apiVersion":"v1","kind":"ConfigMap","data":{"max":"1000"}}""", false)]
    [InlineData("a custom resource that may mean the text", """{"apiVersion":"example.com/v1","kind":"Plan","spec":{"limits":{"pages":"1k"}}}""", """{"apiVersion":"example.com/v1","kind":"Plan","spec":{"limits":{"pages":"1000"}}}""", false)]
    public void Desired_fields_hold_where_the_live_object_has_all_of_them(string what, string desired, string live, bool holds) =>
        FieldComparison.Holds(Json.Of(desired), Json.Of(live)).ShouldBe(holds, what);
}
