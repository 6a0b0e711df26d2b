using System.Formats.Tar;
using System.Text.Json.Nodes;
using Docker.DotNet;
using Docker.DotNet.Models;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Hosting;
using SiteBuilder.Sandbox.Storage;
using SiteBuilder.Sandbox.Tests.Controllers;

namespace SiteBuilder.Sandbox.Tests.Hosting;

/// <summary>A real sandbox in this process, with pods in Docker Engine; it takes ranges and names of its own and removes all of it at the end.</summary>
internal sealed class DockerSandbox : IAsyncDisposable
{
    public const string Image = "sitebuilder.dev/sandbox-test:2";
    private const string Busybox = "/bin/busybox";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly SemaphoreSlim OneAtATime = new(1);
    private static int _next = Environment.ProcessId % 100;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-docker");

    private DockerSandbox()
    {
        int number = Interlocked.Increment(ref _next) % 100;
        Options = new SandboxOptions
        {
            Name = $"test{number}",
            DataDirectory = _folder.FullName,
            ApiPort = 0,
            IngressPort = 0,
            PodCidr = $"10.{number + 100}.64.0/24",
            ServiceCidr = $"10.{number + 100}.65.0/24",
        };
    }

    public SandboxOptions Options { get; }

    public SandboxHost Host { get; private set; } = null!;

    public IClusterObjects Objects => Host.Objects;

    public static async Task<DockerSandbox> StartAsync()
    {
        await OneAtATime.WaitAsync();
        try
        {
            await EnsureImageAsync();
        }
        finally
        {
            OneAtATime.Release();
        }

        DockerSandbox sandbox = new();
        sandbox.Host = await SandboxHost.StartAsync(sandbox.Options, TimeProvider.System, CancellationToken.None);
        return sandbox;
    }

    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        Host = await SandboxHost.StartAsync(Options, TimeProvider.System, CancellationToken.None);
    }

    public JsonObject Create(string yaml)
    {
        JsonObject obj = TestCluster.Yaml(yaml.Replace("IMAGE", Image, StringComparison.Ordinal));
        obj.Ensure("metadata")["namespace"] ??= "default";
        return Objects.Create(obj, "test");
    }

    public JsonObject? Get(ObjectKind kind, string name) => Objects.Get(new ObjectKey(kind, "default", name));

    public async Task<JsonObject> Until(ObjectKind kind, string name, Func<JsonObject, bool> holds)
    {
        using CancellationTokenSource patience = new(Patience);
        try
        {
            await foreach (ObjectChange change in Objects.Watch([kind], patience.Token))
            {
                if (change.Type != ChangeType.Deleted && (name.Length == 0 || change.Object.Name() == name) && holds(change.Object))
                {
                    return change.Object;
                }
            }
        }
        catch (OperationCanceledException)
        {
        }

        string events = string.Join('\n', Objects.List(ClusterKinds.Event).Select(e => $"{e.Text("involvedObject", "name")} {e.Text("reason")} {e.Text("message")}"));
        throw new ShouldAssertException($"{kind.Kind} {name} never came there: {Get(kind, name)?.ToJsonString()}\n{events}\n{File.ReadAllText(Path.Combine(_folder.FullName, "sandbox.log"))}");
    }

    /// <summary>What a command in the pod's first container says; its exit code must be 0.</summary>
    public async Task<string> Exec(string pod, params string[] command)
    {
        using MemoryStream output = new();
        int code = await Host.Pods.ExecAsync(new PodExecRequest(Get(ClusterKinds.Pod, pod)!, "c", command), null, output, output, CancellationToken.None);
        string said = System.Text.Encoding.UTF8.GetString(output.ToArray()).Trim();
        code.ShouldBe(0, said);
        return said;
    }

    public async Task<string> Log(string pod)
    {
        using MemoryStream output = new();
        await Host.Pods.WriteLogAsync(new PodLogRequest(Get(ClusterKinds.Pod, pod)!, "c"), output, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>What a reset of the machine leaves: no container of this sandbox.</summary>
    public async Task LoseContainers()
    {
        using DockerClient docker = new DockerClientBuilder().Build();
        foreach (ContainerListResponse container in await docker.Containers.ListContainersAsync(new ContainersListParameters { All = true }))
        {
            if (container.Labels.TryGetValue("sitebuilder.dev/sandbox", out string? id) && id == Options.Id)
            {
                await docker.Containers.RemoveContainerAsync(container.ID, new ContainerRemoveParameters { Force = true });
            }
        }
    }

    public static async Task<int> ContainersOf(SandboxOptions options)
    {
        using DockerClient docker = new DockerClientBuilder().Build();
        IList<ContainerListResponse> all = await docker.Containers.ListContainersAsync(new ContainersListParameters { All = true });
        return all.Count(container => container.Labels.TryGetValue("sitebuilder.dev/sandbox", out string? id) && id == options.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await SandboxRemoval.RunAsync(Options.Name, Options.DataDirectory, purge: true, CancellationToken.None);
    }

    // a program that needs a loader names it near its beginning
    private static bool IsDynamic(string program)
    {
        byte[] begin = new byte[4096];
        using FileStream file = File.OpenRead(program);
        file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        return begin.AsSpan().IndexOf("/ld-"u8) >= 0;
    }

    // the machine's static busybox as an image: nothing is fetched from anywhere
    private static async Task EnsureImageAsync()
    {
        using DockerClient docker = new DockerClientBuilder().Build();
        try
        {
            await docker.System.PingAsync();
        }
        catch (Exception error) when (error is HttpRequestException or TimeoutException or IOException)
        {
            Assert.Skip($"Docker Engine does not answer: {error.Message}");
        }

        if (!File.Exists(Busybox) || IsDynamic(Busybox))
        {
            Assert.Skip($"{Busybox} is missing or not static (package busybox-static)");
        }

        try
        {
            await docker.Images.InspectImageAsync(Image);
            return;
        }
        catch (DockerImageNotFoundException)
        {
        }

        using MemoryStream layer = new();
        await using (TarWriter tar = new(layer, TarEntryFormat.Ustar, leaveOpen: true))
        {
            await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, "bin/busybox") { Mode = (UnixFileMode)0b111_101_101, DataStream = File.OpenRead(Busybox) });
            foreach (string applet in (string[])["sh", "sleep", "cat", "id", "nslookup", "wget", "nc", "httpd", "echo", "touch", "test", "true", "hostname", "ls", "tar"])
            {
                await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox" });
            }

            await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.Directory, "tmp") { Mode = (UnixFileMode)0b1_111_111_111 });
        }

        layer.Position = 0;
        await docker.Images.CreateImageAsync(
            new ImagesCreateParameters { FromSrc = "-", Repo = Image.Split(':')[0], Tag = Image.Split(':')[1], Changes = ["ENV PATH=/bin"] },
            layer, new AuthConfig(), new Progress<JSONMessage>());
    }
}
