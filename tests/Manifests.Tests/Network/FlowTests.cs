using System.Text.Json.Nodes;
using CsCheck;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Tests.Network;

/// <summary>The policies open what the tables say and nothing else, decided on the rendered objects as a network decides.</summary>
public class FlowTests
{
    private const int OtherPort = 22;
    private const string Migration = "-migrate";
    private const string Backup = "-backup";
    private static readonly NetworkPod s_prometheus = new("monitoring", "prometheus");

    public static TheoryData<string> Environments => Platform.Environments;

    [Theory, MemberData(nameof(Environments))]
    public void Every_flow_of_the_tables_is_open(string name) => ShouldBeOpen(Platform.Load(name));

    [Theory, MemberData(nameof(Environments))]
    public void A_thousand_random_others_are_closed(string name) => OthersShouldBeClosed(Platform.Load(name));

    [Theory]
    [InlineData("http://otel.monitoring.svc.cluster.local:4317", 4317)]
    [InlineData("http://agent-0.otel.monitoring.svc:4318", 4318)]
    public void Traces_reach_a_collector_in_a_namespace_that_is_closed_like_ours_and_nothing_else_does(string collector, int port)
    {
        var production = Platform.Load("production");
        var environment = production with { Features = production.Features with { Tracing = collector } };
        var network = new PolicyNetwork(Platform.Render(environment));
        var otel = new NetworkPod("monitoring", "otel");

        network.IsOpen(new("backend", "sites"), otel, port).ShouldBeTrue();
        network.IsOpen(new("backend", "sites-migrate"), otel, port).ShouldBeTrue();
        network.IsOpen(new("backend", "stranger"), otel, port).ShouldBeFalse();
        network.IsOpen(new("default", "stranger"), otel, port).ShouldBeFalse();
        network.IsOpen(new("database", "postgres"), otel, port).ShouldBeFalse();
        network.IsOpen(new("backend", "sites"), new("logging", "otel"), port).ShouldBeFalse();
        ShouldBeOpen(environment);
        OthersShouldBeClosed(environment);
    }

    private static void ShouldBeOpen(DeliveryEnvironment environment)
    {
        var objects = Platform.Render(environment);
        var network = new PolicyNetwork(objects);

        var open = Permitted(environment, objects).ToList();

        open.Count.ShouldBeGreaterThan(40);
        open.Where(flow => !network.IsOpen(flow.From, flow.To, flow.Port, flow.Protocol)).ShouldBeEmpty();
    }

    private static void OthersShouldBeClosed(DeliveryEnvironment environment)
    {
        var objects = Platform.Render(environment);
        var network = new PolicyNetwork(objects);
        var permitted = Permitted(environment, objects).ToHashSet();
        List<NetworkPod?> ours = [.. Pods(objects)];
        List<NetworkPod?> strangers = [.. ours.Select(pod => pod!.Namespace).Distinct().Select(ns => new NetworkPod(ns, "stranger")), .. Beside(environment)];
        int[] ports = [.. permitted.Select(flow => flow.Port).Distinct(), OtherPort];

        // one end at least is ours: what others do among themselves is not ours to close
        Gen.Select(OneOf(ours), OneOf([.. ours, .. strangers]), Gen.Bool, OneOf(ports), OneOf(["TCP", "UDP"]))
            .Select(pick => pick.Item3 && pick.Item2 is not null ? new Flow(pick.Item2, pick.Item1, pick.Item4, pick.Item5) : new Flow(pick.Item1!, pick.Item2, pick.Item4, pick.Item5))
            .Where(flow => !permitted.Contains(flow))
            .Sample(flow => !network.IsOpen(flow.From, flow.To, flow.Port, flow.Protocol), iter: 1000, print: flow => flow.ToString());
    }

    [Theory, MemberData(nameof(Environments))]
    public void Of_ours_the_members_of_the_database_alone_call_the_API_server(string name)
    {
        var objects = Platform.Render(name);
        var network = new PolicyNetwork(objects);

        Pods(objects).Where(pod => network.IsOpen(pod, null, 443) || network.IsOpen(pod, null, 6443)).ShouldBe([new NetworkPod("database", "postgres")]);
    }

    [Fact]
    public void What_no_policy_closes_is_open_and_one_that_opens_too_much_is_seen()
    {
        var objects = Platform.Render("production");
        var (stranger, database) = (new NetworkPod("default", "stranger"), new NetworkPod("database", "postgres"));

        new PolicyNetwork([]).IsOpen(stranger, database, 5432).ShouldBeTrue();
        new PolicyNetwork(objects).IsOpen(stranger, database, 5432).ShouldBeFalse();
        objects.OfKind("NetworkPolicy").Single(item => item.Namespace() == "database" && item.Name() == "closed")["spec"]!["ingress"] = new JsonArray(new JsonObject());
        new PolicyNetwork(objects).IsOpen(stranger, database, 5432).ShouldBeTrue();
    }

    [Fact]
    public void The_drawing_in_the_documentation_is_that_of_the_tables() =>
        File.ReadAllText(Path.Combine(Platform.Root, "docs", "network.md")).ReplaceLineEndings("\n").ShouldContain($"```mermaid\n{FlowDrawing.Mermaid()}\n```");

    /// <summary>What the tables permit, written out pod by pod.</summary>
    private static IEnumerable<Flow> Permitted(DeliveryEnvironment environment, IReadOnlyList<JsonObject> objects)
    {
        var pods = Pods(objects);
        var ingress = new NetworkPod(environment.Ingress.Namespace, "ingress");
        var flows = FlowTable.Of(environment).SelectMany(flow =>
            from caller in Of(pods, flow.From, withJobs: true)
            where flow.By.HasFlag(KindOf(caller))
            from called in Of(pods, flow.To, withJobs: false)
            where flow.From.PerShard && flow.To.PerShard ? ShardOf(caller) == ShardOf(called) : ShardOf(called).Length == 0 || flow.From.Shards
            select new Flow(caller, called, flow.Port, "TCP"));
        // from outside through the firewall where there is one, else straight
        List<NetworkPod> firewall = [.. pods.Where(pod => pod.Name == "waf")];
        var ways = RouteTable.Of(environment).SelectMany(route => Of(pods, route.Service, withJobs: false).SelectMany(pod =>
            firewall.DefaultIfEmpty(ingress).Select(caller => new Flow(caller, pod, route.Service.ContainerPort, "TCP"))))
            .Concat(firewall.Select(pod => new Flow(ingress, pod, 8080, "TCP")));
        var metrics = !environment.Features.Metrics ? [] : from service in ServiceTable.All
                                                           where service.MetricsPort is not null
                                                           from pod in Of(pods, service, withJobs: false)
                                                           select new Flow(s_prometheus, pod, service.MetricsPort!.Value, "TCP");
        var outside = from entry in OutsideTable.Of(environment)
                      from service in entry.Callers
                      from pod in Of(pods, service, withJobs: true)
                      where entry.By.HasFlag(KindOf(pod))
                      from called in Beside(environment)
                      where called?.Namespace == entry.Namespace
                      from port in entry.Ports
                      from protocol in entry.Udp ? new[] { "TCP", "UDP" } : ["TCP"]
                      select new Flow(pod, called, port, protocol);
        return flows.Concat(ways).Concat(metrics).Concat(outside).Distinct();
    }

    /// <summary>Pods that are not ours, and who is outside, which is no pod.</summary>
    private static NetworkPod?[] Beside(DeliveryEnvironment environment) =>
        [new("default", "stranger"), new("kube-system", "coredns"), s_prometheus, new(environment.Ingress.Namespace, "ingress"), null];

    private static FlowCaller KindOf(NetworkPod pod) =>
        pod.Name.EndsWith(Migration, StringComparison.Ordinal) ? FlowCaller.Migration : pod.Name.EndsWith(Backup, StringComparison.Ordinal) ? FlowCaller.Backup : FlowCaller.Service;

    private static Gen<T> OneOf<T>(IReadOnlyList<T> values) => Gen.Int[0, values.Count - 1].Select(index => values[index]);

    private static List<NetworkPod> Pods(IEnumerable<JsonObject> objects) =>
        [.. objects.Where(item => item.PodTemplate() is not null).Select(item => new NetworkPod(item.Namespace(), item.PodTemplate()!["metadata"]!["labels"]![ObjectLabels.Name]!.ToString()))];

    private static bool IsJob(NetworkPod pod) => KindOf(pod) != FlowCaller.Service;

    private static string ShardOf(NetworkPod pod) => pod.Name.Split("-shard-") is [_, var shard] ? shard.Split('-')[0] : "";

    /// <summary>The pods of a service: of its copies too, and of its Jobs.</summary>
    private static IEnumerable<NetworkPod> Of(IEnumerable<NetworkPod> pods, ServiceEntry service, bool withJobs) => pods.Where(pod =>
        (withJobs || !IsJob(pod)) && (pod.Name == service.Name || pod.Name == $"{service.Name}{Migration}" || pod.Name == $"{service.Name}{Backup}" || pod.Name.StartsWith($"{service.Name}-shard-", StringComparison.Ordinal)));

    private sealed record Flow(NetworkPod From, NetworkPod? To, int Port, string Protocol);
}
