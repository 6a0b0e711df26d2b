using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace SiteBuilder.EndToEnd.Tests;

/// <summary>What goes wrong on a deployed platform: one clear error, what ran before keeps running, and the same command succeeds afterwards.</summary>
[Trait("Suite", "EndToEnd")]
[Collection(OnePlatform.Name)]
public sealed class Bad_input(DeployedPlatform platform)
{
    private static readonly string[] s_quick = ["--skip", "Test", "Scan"];

    private Checkout Checkout => platform.Checkout;

    [Fact]
    public async Task An_image_that_crash_loops_is_told_with_its_last_words_and_the_old_pod_keeps_serving()
    {
        platform.FirstDeploy.ShouldSucceed();
        await using (var storefront = new Storefront(Checkout))
        {
            await storefront.BreakAsync("no theme named mauve");

            var failed = (await Checkout.DeployAsync(s_quick)).ShouldFail();

            var error = failed.Failure();
            error.ShouldStartWith("Deploy failed at Deployment frontend/storefront: pod storefront-");
            error.ShouldContain("\n  container: storefront\n  reason: CrashLoopBackOff\n");
            error.ShouldContain("\n  exit code: 7\n");
            error.ShouldContain("\n  log:\n    | no theme named mauve\n");
            error.ShouldContain("\n  remedy: read the log lines of the container: it ends by itself soon after its start\n");
            await ShouldServeAsync();
        }

        (await Checkout.DeployAsync(s_quick)).ShouldSucceed();
        await ShouldServeAsync();
    }

    [Fact]
    public async Task A_taken_port_is_told_with_who_has_it_and_a_killed_sandbox_comes_back_with_its_pods()
    {
        platform.FirstDeploy.ShouldSucceed();
        using (var ready = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(Checkout.Kubeconfig)!, "data", "ready.json"))))
        {
            (await Commands.RunAsync("/", "kill", ["-KILL", ready.RootElement.GetProperty("pid").GetInt32().ToString(CultureInfo.InvariantCulture)])).ShouldSucceed();
        }

        using (var other = await ListenAsync(Checkout.IngressPort))
        {
            var error = (await Checkout.DeployAsync(s_quick)).ShouldFail().Failure();

            error.ShouldStartWith($"Deploy failed at sandbox '{Checkout.Environment}': Sandbox: port {Checkout.IngressPort} of 127.0.0.1 is in use by ");
            error.ShouldContain($"(pid {Environment.ProcessId}). Stop that, or choose another with --ingress-port (environment file: sandbox.ingressPort).");
        }

        (await Checkout.DeployAsync(s_quick)).ShouldSucceed();
        await ShouldServeAsync();
    }

    [Fact]
    public async Task A_registry_whose_disk_is_full_is_told_and_the_platform_keeps_serving()
    {
        platform.FirstDeploy.ShouldSucceed();
        var image = (await Commands.RunAsync("/", "docker", ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "sitebuilder.local/registry"])).ShouldSucceed().Output.Split('\n')[0];
        var port = FreeNetworks.Ports(1)[0];
        var container = (await Commands.RunAsync("/", "docker", ["run", "--detach", "--rm", "--tmpfs", "/var/lib/registry:size=4m,uid=10003,gid=10003", "--publish", $"127.0.0.1:{port}:5000", image])).ShouldSucceed().Output.Trim();
        try
        {
            var error = (await Checkout.DeployAsync([.. s_quick, "--registry", $"localhost:{port}"])).ShouldFail().Failure();

            error.ShouldStartWith("Publish failed at ");
            error.ShouldEndWith($"""

                  expected: room for the image
                  remedy: The disk of localhost:{port} is full: free space there (delete old images, enlarge the volume), then run the same command again; what was pushed is kept.
                """);
            await ShouldServeAsync();
        }
        finally
        {
            await Commands.RunAsync("/", "docker", ["rm", "--force", container]);
        }

        (await Checkout.DeployAsync(s_quick)).ShouldSucceed();
    }

    [Fact]
    public async Task A_deploy_that_is_stopped_at_any_moment_leaves_nothing_running_and_the_next_one_succeeds()
    {
        platform.FirstDeploy.ShouldSucceed();
        const int moments = 4;
        const int longest = 9000;
        const int seed = 20261125;
        var random = new Random(seed);
        await using (var storefront = new Storefront(Checkout))
        {
            for (var moment = 0; moment < moments; moment++)
            {
                await storefront.TouchAsync();
                var after = TimeSpan.FromMilliseconds(random.Next(longest));

                var stopped = await Checkout.DeployAndStopAsync(after, s_quick);

                // 143: stopped before the build itself began; 0: it was done before
                stopped.ExitCode.ShouldBeOneOf([130, 143, 0], $"after {after}\n{stopped.Output}\n{stopped.Error}");
                stopped.Output.ShouldNotContain("   at ");
                platform.Tools().ShouldBeEmpty($"stopped after {after}");
            }

            (await Checkout.DeployAsync(s_quick)).ShouldSucceed();
        }

        (await Checkout.DeployAsync(s_quick)).ShouldSucceed();
        await ShouldServeAsync();
    }

    [Fact]
    public async Task Two_deploys_at_the_same_time_wait_for_each_other()
    {
        platform.FirstDeploy.ShouldSucceed();
        await using (var storefront = new Storefront(Checkout))
        {
            await storefront.TouchAsync();

            var both = await Task.WhenAll(Checkout.DeployAsync(s_quick), Checkout.DeployAsync(s_quick));

            both.ShouldAllBe(deploy => deploy.ExitCode == 0, string.Join('\n', both.Select(deploy => deploy.Output + deploy.Error)));
        }

        (await Checkout.DeployAsync(s_quick)).ShouldSucceed();
        await ShouldServeAsync();
    }

    private async Task ShouldServeAsync()
    {
        using var acme = new Site(Checkout, "acme");
        (await acme.GetAsync("/")).Status.ShouldBe(200);
    }

    /// <summary>The port is free as soon as the kernel has taken it back from the process that was killed.</summary>
    private static async Task<TcpListener> ListenAsync(int port)
    {
        while (true)
        {
            try
            {
                var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return listener;
            }
            catch (SocketException)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }
}
