using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>A server, or something before it, that takes requests and never answers.</summary>
[Trait("Suite", "Service")]
public sealed partial class SilentServerTests(TestCluster cluster)
{
    private const int Faster = 60;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_that_is_not_answered_is_made_again()
    {
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call => new Fault { Hangs = call.Number == 1 });
        using var client = Client(server);

        (await client.FindAsync(CoreResources.Namespace, null, "kube-system", Cancellation)).ShouldNotBeNull();

        server.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Server_that_never_answers_is_given_up_after_two_requests()
    {
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => new Fault { Hangs = true });
        using var client = Client(server);

        (await Should.ThrowAsync<HttpRequestException>(() => client.FindAsync(CoreResources.Namespace, null, "kube-system", Cancellation))).Message.ShouldBe("no answer within 70 s");

        server.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Watch_that_does_not_begin_breaks_and_one_that_has_begun_may_be_silent()
    {
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call => new Fault { Hangs = call.Number == 1 });
        using var client = Client(server);
        var first = client.WatchAsync(CoreResources.Namespace, null, null, "", Cancellation, "nobody").GetAsyncEnumerator(Cancellation);
        await using (first)
        {
            (await Should.ThrowAsync<HttpRequestException>(() => first.MoveNextAsync().AsTask())).Message.ShouldBe("no answer within 70 s");
        }

        var second = client.WatchAsync(CoreResources.Namespace, null, null, "", Cancellation, "nobody").GetAsyncEnumerator(Cancellation);
        var next = second.MoveNextAsync().AsTask();
        await Task.Delay(TimeSpan.FromSeconds(140.0 / Faster), Cancellation);
        next.IsFaulted.ShouldBeFalse();
    }

    [Fact]
    public async Task Port_on_which_nobody_speaks_is_a_connection_that_cannot_be_made()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Fault.None);
        await LeadToAsync(server, nobody.LocalEndpoint.ToString()!);
        // faster than the world, and slow enough that the time for a connection, which is the world's, is the shorter one
        using var client = new ClusterClient(ClusterConnection.Open(server.Kubeconfig, null), new FastTime(5));

        (await Should.ThrowAsync<HttpRequestException>(() => client.FindAsync(CoreResources.Namespace, null, "kube-system", Cancellation))).Message.ShouldContain("ConnectTimeout");
    }

    [Fact]
    public async Task Connection_that_breaks_before_tls_is_agreed_on_is_made_again()
    {
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Fault.None);
        using var balancer = new TcpListener(IPAddress.Loopback, 0);
        balancer.Start();
        var accepted = 0;
        var behind = Address().Match(await File.ReadAllTextAsync(server.Kubeconfig, Cancellation)).Value;
        await LeadToAsync(server, balancer.LocalEndpoint.ToString()!);
        _ = PassOnAsync();
        using var client = Client(server);

        (await client.FindAsync(CoreResources.Namespace, null, "kube-system", Cancellation)).ShouldNotBeNull();

        accepted.ShouldBe(3);

        async Task PassOnAsync()
        {
            while (true)
            {
                using var front = await balancer.AcceptTcpClientAsync(Cancellation);
                if (++accepted < 3)
                {
                    // as a balancer does whose server is being restarted
                    continue;
                }

                using var back = new TcpClient();
                await back.ConnectAsync(IPEndPoint.Parse(behind), Cancellation);
                await Task.WhenAny(front.GetStream().CopyToAsync(back.GetStream(), Cancellation), back.GetStream().CopyToAsync(front.GetStream(), Cancellation));
            }
        }
    }

    private static async Task LeadToAsync(FaultyServer server, string address) =>
        await File.WriteAllTextAsync(server.Kubeconfig, Address().Replace(await File.ReadAllTextAsync(server.Kubeconfig, Cancellation), address), Cancellation);

    [GeneratedRegex("127.0.0.1:[0-9]+")]
    private static partial Regex Address();

    private static ClusterClient Client(FaultyServer server) => new(ClusterConnection.Open(server.Kubeconfig, null), new FastTime(Faster));
}
