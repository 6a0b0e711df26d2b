using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Plan;

public sealed class FieldDiffTests
{
    [Fact]
    public void Fields_that_come_go_and_change_are_told_by_their_path() => Diff(
            """{"kind":"ConfigMap","data":{"a":"1","b":"2"}}""",
            """{"kind":"ConfigMap","data":{"b":"3","c":"4"},"immutable":true}""")
        .ShouldBe(["- data.a: \"1\"", "~ data.b: \"2\" -> \"3\"", "+ data.c: \"4\"", "+ immutable: true"]);

    [Fact]
    public void Elements_of_lists_are_found_by_their_name_and_a_new_one_does_not_shift_the_rest() => Diff(
            """{"kind":"Pod","spec":{"containers":[{"name":"web","image":"web:1"},{"name":"log","image":"log:1"}]}}""",
            """{"kind":"Pod","spec":{"containers":[{"name":"proxy","image":"proxy:1"},{"name":"web","image":"web:2"},{"name":"log","image":"log:1"}]}}""")
        .ShouldBe(["~ spec.containers[web].image: \"web:1\" -> \"web:2\"", "+ spec.containers[proxy]: {\"name\":\"proxy\",\"image\":\"proxy:1\"}"]);

    [Fact]
    public void Ports_and_mounts_are_found_by_what_they_are_for() => Diff(
            """{"kind":"Service","spec":{"ports":[{"port":80,"targetPort":8080}]}}""",
            """{"kind":"Service","spec":{"ports":[{"port":443,"targetPort":8443},{"port":80,"targetPort":8081}]}}""")
        .ShouldBe(["~ spec.ports[80].targetPort: 8080 -> 8081", "+ spec.ports[443]: {\"port\":443,\"targetPort\":8443}"]);

    [Fact]
    public void Lists_without_names_are_told_as_a_whole() => Diff(
            """{"kind":"Pod","spec":{"args":["a","b"]}}""",
            """{"kind":"Pod","spec":{"args":["b","a"]}}""")
        .ShouldBe(["~ spec.args: [\"a\",\"b\"] -> [\"b\",\"a\"]"]);

    [Fact]
    public void What_only_the_server_writes_is_no_difference() => Diff(
            """{"kind":"Pod","metadata":{"name":"a","resourceVersion":"1","generation":1,"uid":"x","creationTimestamp":"t","managedFields":[]},"status":{"phase":"Pending"}}""",
            """{"kind":"Pod","metadata":{"name":"a","resourceVersion":"2","generation":2,"uid":"y","creationTimestamp":"u","managedFields":[{}]},"status":{"phase":"Running"}}""")
        .ShouldBeEmpty();

    [Fact]
    public void Long_values_are_shortened()
    {
        var text = new string('x', 300);

        Diff("""{"kind":"ConfigMap","data":{}}""", $$$"""{"kind":"ConfigMap","data":{"a":"{{{text}}}"}}""").ShouldBe([$"+ data.a: \"{text[..159]}... (302 characters)"]);
    }

    [Fact]
    public void Of_a_secret_only_the_keys_are_told() => Diff(
            """{"apiVersion":"v1","kind":"Secret","metadata":{"labels":{"tier":"back"}},"data":{"a":"b2xk","b":"c2FtZQ=="}}""",
            """{"apiVersion":"v1","kind":"Secret","metadata":{"labels":{"tier":"front"}},"data":{"a":"bmV3","b":"c2FtZQ==","c":"bW9yZQ=="}}""")
        .ShouldBe(["~ data.a: *** -> ***", "+ data.c: ***", "~ metadata.labels.tier: \"back\" -> \"front\""]);

    [Fact]
    public void Of_a_secret_that_gets_its_first_data_nothing_is_told() => Diff(
            """{"apiVersion":"v1","kind":"Secret","metadata":{}}""",
            """{"apiVersion":"v1","kind":"Secret","metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{data: bmV3}"}},"data":{"a":"bmV3"}}""")
        .ShouldBe(["+ data: {***}", "+ metadata.annotations: ***"]);

    private static IEnumerable<string> Diff(string before, string after) => FieldDiff.Between(Json.Of(before), Json.Of(after)).Select(c => c.ToString());
}
