using System.Globalization;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Hosting;
using SiteBuilder.Sandbox.Storage;
using SiteBuilder.Sandbox.Tests.Hosting;

namespace SiteBuilder.Sandbox.Tests.Soak;

/// <summary>
/// Random roll-outs, after which nothing may be left: no container, no watch, no memory. SITEBUILDER_SOAK_SECONDS says for how long
/// (10 unless it is set; 600 for the long run), SITEBUILDER_SOAK_SEED what chance does.
/// </summary>
[Trait("Suite", "Service")]
[Collection(Alone.Name)]
public sealed class SoakTests : IDisposable
{
    private const long MostGrowth = 40 * 1024 * 1024;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(Setting("SITEBUILDER_SOAK_SECONDS", 10));
    private static readonly int Seed = Setting("SITEBUILDER_SOAK_SEED", 1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-soak");

    [Fact]
    public async Task Random_rollouts_of_scripted_pods_leave_nothing_behind()
    {
        SandboxOptions options = new() { Name = "soak", DataDirectory = _folder.FullName, ApiPort = 0, IngressPort = 0, Runtime = SandboxRuntime.Scripted };
        await using SandboxHost host = await SandboxHost.StartAsync(options, TimeProvider.System, default);
        await Soak(host, "busybox:1", TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task Random_rollouts_in_Docker_Engine_leave_nothing_behind()
    {
        await using DockerSandbox sandbox = await DockerSandbox.StartAsync();
        await Soak(sandbox.Host, DockerSandbox.Image, TimeSpan.FromMilliseconds(250));
        (await DockerSandbox.ContainersOf(sandbox.Options)).ShouldBe(0);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task Soak(SandboxHost host, string image, TimeSpan pause)
    {
        // the first part warms up: what stays from it is no leak
        await Play(host, image, pause, "warm", Length / 4);
        (long memory, int watches) = (Memory(host), host.Watches);
        await Play(host, image, pause, "soak", Length);
        host.Watches.ShouldBe(watches);
        (Memory(host) - memory).ShouldBeLessThan(MostGrowth);
    }

    private static async Task Play(SandboxHost host, string image, TimeSpan pause, string ns, TimeSpan length)
    {
        host.Objects.Create(Controllers.TestCluster.Yaml($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {ns}}}}}"), "soak");
        RandomRollouts rollouts = new(host.Objects, ns, image, Seed);
        using CancellationTokenSource stop = new(length);
        Task watching = Watch(host, stop.Token);
        while (!stop.IsCancellationRequested)
        {
            rollouts.Step();
            await Task.Delay(pause, CancellationToken.None);
        }

        await watching;
        host.Objects.Delete(new ObjectKey(ClusterKinds.Namespace, "", ns));
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(2));
        while (await Left(host, ns) is { Length: > 0 } left)
        {
            patience.IsCancellationRequested.ShouldBeFalse(left);
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private static async Task<string> Left(SandboxHost host, string ns) => string.Join('\n',
        host.Objects.List(ClusterKinds.Pod, ns).Select(pod => $"pod {pod.Name()}: {pod["metadata"]?.ToJsonString()} {pod["status"]?.ToJsonString()}")
            .Concat((await host.Runtime.ListPodsAsync(default)).Select(uid => $"containers of {uid}"))
            .Concat(host.Objects.Get(new ObjectKey(ClusterKinds.Namespace, "", ns)) is { } still ? [$"namespace {still["status"]?.ToJsonString()}"] : []));

    // clients that come and go
    private static async Task Watch(SandboxHost host, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var some = CancellationTokenSource.CreateLinkedTokenSource(stop);
            some.CancelAfter(100);
            try
            {
                await foreach (ObjectChange _ in host.Objects.Watch([ClusterKinds.Pod], some.Token))
                {
                }
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    // without the changes that are kept for watches to come back to: those are bounded and no leak
    private static long Memory(SandboxHost host)
    {
        ((ClusterState)host.Objects).Store.ForgetHistory();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static int Setting(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : fallback;
}
