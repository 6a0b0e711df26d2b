using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Hosting;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Hosting;

public sealed class SandboxHostTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-host");

    [Fact]
    public async Task Sandbox_is_ready_with_its_kubeconfig_and_forgets_nothing_in_a_restart()
    {
        string ready = Path.Combine(_folder.FullName, "ready.json");
        string server;
        await using (SandboxHost host = await SandboxHost.StartAsync(Options() with { ReadyFile = ready }, TimeProvider.System, default))
        {
            JsonNode facts = JsonNode.Parse(File.ReadAllText(ready))!;
            facts.Text("api").ShouldBe($"https://127.0.0.1:{host.ApiPort}");
            facts.Number("pid").ShouldBe(Environment.ProcessId);
            server = File.ReadAllText(host.KubeconfigPath);
            server.ShouldContain($"server: https://127.0.0.1:{host.ApiPort}");
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(host.KubeconfigPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            host.Objects.Get(new ObjectKey(ClusterKinds.Namespace, "", "kube-system"))!.Labels()["sitebuilder.dev/cluster"].ShouldBe("desk");
            host.Objects.Create(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = "kept" } }, "test");
        }

        File.Exists(ready).ShouldBeFalse();
        await using SandboxHost again = await SandboxHost.StartAsync(Options(), TimeProvider.System, default);
        again.Objects.Get(new ObjectKey(ClusterKinds.Namespace, "", "kept")).ShouldNotBeNull();
        string Authority(string kubeconfig) => kubeconfig.Split('\n').Single(line => line.Contains("certificate-authority-data", StringComparison.Ordinal));
        Authority(File.ReadAllText(again.KubeconfigPath)).ShouldBe(Authority(server));
    }

    [Fact]
    public async Task Port_in_use_is_named_with_its_holder_and_the_parameter_to_change()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        SandboxException error = await Should.ThrowAsync<SandboxException>(SandboxHost.StartAsync(Options() with { IngressPort = port }, TimeProvider.System, default));
        string name = File.ReadAllText("/proc/self/comm").Trim();
        error.Message.ShouldBe($"Sandbox: port {port} of 127.0.0.1 is in use by {name} (pid {Environment.ProcessId}). "
            + "Stop that, or choose another with --ingress-port (environment file: sandbox.ingressPort).");
    }

    [Fact]
    public async Task Second_sandbox_on_the_same_data_is_refused_and_the_first_stays_ready()
    {
        string ready = Path.Combine(_folder.FullName, "ready.json");
        await using SandboxHost first = await SandboxHost.StartAsync(Options() with { ReadyFile = ready }, TimeProvider.System, default);
        SandboxException error = await Should.ThrowAsync<SandboxException>(
            SandboxHost.StartAsync(Options() with { ReadyFile = ready }, TimeProvider.System, default));
        error.Message.ShouldBe($"Sandbox: another process (pid {Environment.ProcessId}) already runs with the data in {_folder.FullName}. "
            + "Use it, stop it with `SiteBuilder.Sandbox down`, or choose another --data.");
        File.Exists(ready).ShouldBeTrue();
    }

    [Theory]
    [InlineData("run --name x --data d --colour red", "run: unknown option --colour. Known: --name, --data.")]
    [InlineData("run --name", "run: --name needs a value.")]
    [InlineData("jump", "Expected one of: run. Found: jump.")]
    public void Command_line_that_is_not_known_is_refused(string line, string message) =>
        Should.Throw<SandboxException>(() => Arguments.Parse(line.Split(' '), new Dictionary<string, IReadOnlyList<string>> { ["run"] = ["--name", "--data"] }))
            .Message.ShouldBe(message);

    public void Dispose() => _folder.Delete(recursive: true);

    private SandboxOptions Options() => new()
    {
        Name = "test",
        DataDirectory = _folder.FullName,
        ApiPort = 0,
        IngressPort = 0,
        Runtime = SandboxRuntime.Scripted,
        Identity = "desk",
    };
}
