using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using SiteBuilder.Delivery.Images.Dockerfiles;
using SiteBuilder.Delivery.Tests.Support;

namespace SiteBuilder.Delivery.Tests.Images;

/// <summary>The object storage image as a cluster runs it: not root, read-only root, no capabilities, keys from files.</summary>
[Trait("Suite", "Service")]
public sealed class ObjectStorageImageTests
{
    private const string Keys = "/etc/secrets/object-storage";

    [Fact]
    public async Task Objects_outlive_a_restart_with_other_keys()
    {
        using var engine = await TestEngine.ConnectOrSkipAsync();
        using var folder = new TemporaryFolder();
        var image = await new EngineImages(engine, folder.Path).EnsureAsync("object-storage", await RepositoryImages.LayoutAsync("object-storage"), CancellationToken.None);
        var name = $"sitebuilder-test-{Guid.NewGuid():n}";
        await engine.Volumes.CreateAsync(new VolumesCreateParameters { Name = name });
        try
        {
            Write(folder, "before");
            var address = await StartAsync(engine, image, name, folder);
            (await SendAsync(address, HttpMethod.Put, "/media", "before")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await SendAsync(address, HttpMethod.Put, "/media/a", "before", "pixels")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await SendAsync(address, HttpMethod.Get, "/media/a", "after")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

            await engine.Containers.StopContainerAsync(name, new ContainerStopParameters { WaitBeforeKillSeconds = 20 });
            (await engine.Containers.InspectContainerAsync(name)).State!.ExitCode.ShouldBe(0);
            await engine.Containers.RemoveContainerAsync(name, new ContainerRemoveParameters());

            Write(folder, "after");
            address = await StartAsync(engine, image, name, folder);
            (await (await SendAsync(address, HttpMethod.Get, "/media/a", "after")).Content.ReadAsStringAsync()).ShouldBe("pixels");
            (await SendAsync(address, HttpMethod.Get, "/media/a", "before")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
        finally
        {
            try
            {
                await engine.Containers.RemoveContainerAsync(name, new ContainerRemoveParameters { Force = true });
            }
            finally
            {
                await engine.Volumes.RemoveAsync(name);
            }
        }
    }

    private static async Task<Uri> StartAsync(IDockerClient engine, string image, string name, TemporaryFolder keys)
    {
        await engine.Containers.CreateContainerAsync(new CreateContainerParameters
        {
            Name = name,
            Image = image,
            Env = [$"OBJECT_STORAGE_ACCESS_KEY_FILE={Keys}/access-key", $"OBJECT_STORAGE_SECRET_KEY_FILE={Keys}/secret-key"],
            HostConfig = new HostConfig
            {
                ReadonlyRootfs = true,
                CapDrop = ["ALL"],
                SecurityOpt = ["no-new-privileges"],
                Binds = [$"{name}:/var/lib/object-storage", $"{keys.Path}:{Keys}:ro"],
                Tmpfs = new Dictionary<string, string> { ["/tmp"] = "" },
                PortBindings = new Dictionary<string, IList<PortBinding>> { ["9000/tcp"] = [new PortBinding { HostIP = "127.0.0.1", HostPort = "0" }] },
            },
        });
        await engine.Containers.StartContainerAsync(name, new ContainerStartParameters());
        await ReadyAsync(engine, name);
        var ports = (await engine.Containers.InspectContainerAsync(name)).NetworkSettings!.Ports!;
        return new Uri($"http://127.0.0.1:{ports["9000/tcp"][0].HostPort}");
    }

    // follows the log until the server says that it is ready; ends with the container otherwise
    private static async Task ReadyAsync(IDockerClient engine, string name)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var log = await engine.Containers.GetContainerLogsAsync(name, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Follow = true }, limit.Token);
        var said = new StringBuilder();
        var buffer = new byte[4096];
        while (!said.ToString().Contains("object-storage: ready on", StringComparison.Ordinal))
        {
            var read = await log.ReadOutputAsync(buffer, 0, buffer.Length, limit.Token);
            read.EOF.ShouldBeFalse(said.ToString());
            said.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
        }
    }

    // version 2 of the signature: a line of text, signed
    private static async Task<HttpResponseMessage> SendAsync(Uri address, HttpMethod method, string path, string secret, string? body = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(address, path)) { Content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        var date = DateTime.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        // the signature is as old as S3 and fixed by it
#pragma warning disable CA5350
        var signature = HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{method}\n\n\n{date}\n{path}"));
#pragma warning restore CA5350
        request.Headers.TryAddWithoutValidation("Date", date);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS tests:{Convert.ToBase64String(signature)}");
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    // a temporary folder is the owner's alone; a mounted secret is readable for the pod's group
    private static void Write(TemporaryFolder folder, string secret)
    {
        folder.Write("access-key", "tests");
        folder.Write("secret-key", secret);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        }
    }
}
