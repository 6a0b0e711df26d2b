using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;
using SiteBuilder.Delivery.Images.Dockerfiles;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Registries;

/// <summary>Runs our registry image as a container on 127.0.0.1, with its data in a volume.</summary>
/// <param name="engine">The engine.</param>
/// <param name="options">Name, port, image, volume.</param>
public sealed class LocalRegistry(IDockerClient engine, LocalRegistryOptions options)
{
    private const string SandboxLabel = "sitebuilder.dev/sandbox";
    private const string InnerPort = "5000/tcp";
    private const string DataFolder = "/var/lib/registry";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Check = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes sure that the registry runs and answers; one that runs already is left alone.</summary>
    /// <returns>True where it was started now.</returns>
    /// <exception cref="UsageException">The port is taken by somebody else.</exception>
    /// <exception cref="StepFailedException">It does not start.</exception>
    public async Task<bool> EnsureAsync(CancellationToken cancellation = default)
    {
        var image = await new EngineImages(engine, options.TempFolder).EnsureAsync("registry", new OciLayout(options.ImageLayout), cancellation).ConfigureAwait(false);
        var imageId = (await engine.Images.InspectImageAsync(image, cancellation).ConfigureAwait(false)).ID;
        var existing = await FindAsync(cancellation).ConfigureAwait(false);
        if (existing is { State.Running: true } && existing.Image == imageId && PortOf(existing) == options.Port)
        {
            await WaitAsync(cancellation).ConfigureAwait(false);
            return false;
        }

        if (existing is not null)
        {
            DemandOurs(existing);
            await engine.Containers.RemoveContainerAsync(existing.ID, new ContainerRemoveParameters { Force = true }, cancellation).ConfigureAwait(false);
        }

        DemandFreePort();
        await engine.Volumes.CreateAsync(new VolumesCreateParameters { Name = options.Volume, Labels = Labels() }, cancellation).ConfigureAwait(false);
        await StartAsync(image, cancellation).ConfigureAwait(false);
        await WaitAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Removes the container; with <paramref name="purge"/> the images it kept as well. Does nothing where it is gone.</summary>
    public async Task RemoveAsync(bool purge, CancellationToken cancellation = default)
    {
        if (await FindAsync(cancellation).ConfigureAwait(false) is { } existing)
        {
            DemandOurs(existing);
            await engine.Containers.RemoveContainerAsync(existing.ID, new ContainerRemoveParameters { Force = true }, cancellation).ConfigureAwait(false);
        }

        if (purge)
        {
            try
            {
                await engine.Volumes.RemoveAsync(options.Volume, force: false, cancellation).ConfigureAwait(false);
            }
            catch (DockerApiException error) when (error.StatusCode == HttpStatusCode.NotFound)
            {
                // gone already
            }
        }
    }

    private async Task StartAsync(string image, CancellationToken cancellation)
    {
        var port = options.Port.ToString(CultureInfo.InvariantCulture);
        var parameters = new CreateContainerParameters
        {
            Name = options.Name,
            Image = image,
            Labels = Labels(),
            ExposedPorts = new Dictionary<string, EmptyStruct> { [InnerPort] = default },
            HostConfig = new HostConfig
            {
                PortBindings = new Dictionary<string, IList<PortBinding>> { [InnerPort] = [new PortBinding { HostIP = "127.0.0.1", HostPort = port }] },
                Mounts = [new Mount { Type = "volume", Source = options.Volume, Target = DataFolder }],
                Tmpfs = new Dictionary<string, string> { ["/tmp"] = "" },
                ReadonlyRootfs = true,
                CapDrop = ["ALL"],
                SecurityOpt = ["no-new-privileges"],
                RestartPolicy = new RestartPolicy { Name = RestartPolicyKind.UnlessStopped },
            },
        };
        try
        {
            var created = await engine.Containers.CreateContainerAsync(parameters, cancellation).ConfigureAwait(false);
            await engine.Containers.StartContainerAsync(created.ID, new ContainerStartParameters(), cancellation).ConfigureAwait(false);
        }
        catch (DockerApiException error)
        {
            await RemoveAsync(purge: false, cancellation).ConfigureAwait(false);
            throw new StepFailedException("Publish", $"container '{options.Name}'", $"Docker Engine did not start it: {error.Message}", $"a registry on 127.0.0.1:{port}", inner: error);
        }
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var end = DateTime.UtcNow + StartLimit;
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{options.Port}/v2/"), cancellation).ConfigureAwait(false);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                // not listening yet
            }

            if (DateTime.UtcNow > end || await FindAsync(cancellation).ConfigureAwait(false) is not { State.Running: true })
            {
                throw new StepFailedException("Publish", $"container '{options.Name}'", "the registry does not answer", $"http://127.0.0.1:{options.Port}/v2/ answers within {StartLimit.TotalSeconds:0} s", $"docker logs {options.Name}");
            }

            await Task.Delay(Check, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<ContainerInspectResponse?> FindAsync(CancellationToken cancellation)
    {
        try
        {
            return await engine.Containers.InspectContainerAsync(options.Name, cancellation).ConfigureAwait(false);
        }
        catch (DockerContainerNotFoundException)
        {
            return null;
        }
    }

    private void DemandOurs(ContainerInspectResponse container)
    {
        if (container.Config?.Labels?.TryGetValue(SandboxLabel, out var id) != true || id != options.SandboxId)
        {
            throw new UsageException($"A container named '{options.Name}' exists that is not of sandbox '{options.SandboxId}'. Remove or rename it, or choose another sandbox name in the environment file.");
        }
    }

    private void DemandFreePort()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, options.Port);
            listener.Start();
        }
        catch (SocketException)
        {
            throw new UsageException($"Port {options.Port} of 127.0.0.1 is taken by another program, so the local registry cannot use it. Stop that program (ss -ltnp 'sport = :{options.Port}'), or set sandbox.registryPort in the environment file.");
        }
    }

    private static int? PortOf(ContainerInspectResponse container) =>
        container.HostConfig?.PortBindings is { } bindings && bindings.TryGetValue(InnerPort, out var bound) && bound.Count > 0 && int.TryParse(bound[0].HostPort, CultureInfo.InvariantCulture, out var port) ? port : null;

    private Dictionary<string, string> Labels() => new() { [SandboxLabel] = options.SandboxId, ["app.kubernetes.io/managed-by"] = "sitebuilder" };
}
