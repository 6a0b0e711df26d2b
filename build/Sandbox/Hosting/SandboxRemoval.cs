using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Docker.DotNet;
using Docker.DotNet.Models;
using SiteBuilder.Sandbox.Network;
using SiteBuilder.Sandbox.Runtime.Engine;

namespace SiteBuilder.Sandbox.Hosting;

/// <summary>Stops a sandbox and removes what it made: process, containers, network, route; with purge its data too.</summary>
public static partial class SandboxRemoval
{
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Returns what was done, a line each; nothing is done twice, and nothing there is no error.</summary>
    /// <exception cref="SandboxException">Something could not be removed.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(string name, string dataDirectory, bool purge, CancellationToken cancellationToken)
    {
        List<string> done = [];
        string folder = Path.GetFullPath(dataDirectory);
        string id = SandboxOptions.IdOf(name, folder);
        await StopProcessAsync(folder, done, cancellationToken);
        await RemoveFromEngineAsync(id, done, cancellationToken);
        string route = Path.Combine(folder, "route");
        if (File.Exists(route))
        {
            string cidr = File.ReadAllText(route).Trim();
            if (LocalRoute.Remove(cidr))
            {
                done.Add($"removed the route of {cidr}");
            }

            File.Delete(route);
        }

        string memory = $"/dev/shm/sitebuilder-{id}";
        if (Directory.Exists(memory))
        {
            Directory.Delete(memory, recursive: true);
            done.Add($"removed {memory}");
        }

        if (purge && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
            done.Add($"removed the data in {folder}");
        }

        return done;
    }

    private static async Task StopProcessAsync(string folder, List<string> done, CancellationToken cancellationToken)
    {
        if (InstanceLock.Holder(folder) is not { } pid || !IsSandbox(pid, folder))
        {
            return;
        }

        using var process = Process.GetProcessById(pid);
        _ = Kill(pid, Terminate);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
        }

        done.Add($"stopped the sandbox process (pid {pid.ToString(CultureInfo.InvariantCulture)})");
    }

    // a pid may have been given to another program since it was written down
    private static bool IsSandbox(int pid, string folder)
    {
        string file = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cmdline";
        if (!File.Exists(file))
        {
            return false;
        }

        string[] words = File.ReadAllText(file).Split('\0');
        int data = Array.IndexOf(words, "--data");
        return words.Any(word => Path.GetFileNameWithoutExtension(word) == "SiteBuilder.Sandbox" || word.EndsWith("SiteBuilder.Sandbox", StringComparison.Ordinal))
            && words.Contains("run") && data >= 0 && data + 1 < words.Length
            && Path.GetFullPath(words[data + 1], WorkingDirectory(pid)).TrimEnd('/') == folder.TrimEnd('/');
    }

    private static string WorkingDirectory(int pid) =>
        new DirectoryInfo($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cwd").LinkTarget ?? "/";

    private static async Task RemoveFromEngineAsync(string id, List<string> done, CancellationToken cancellationToken)
    {
        using DockerClient docker = new DockerClientBuilder().Build();
        try
        {
            IList<ContainerListResponse> containers = await docker.Containers.ListContainersAsync(
                new ContainersListParameters { All = true, Filters = PodLabels.Filter($"{PodLabels.Sandbox}={id}") }, cancellationToken);
            foreach (ContainerListResponse container in containers)
            {
                try
                {
                    await docker.Containers.RemoveContainerAsync(container.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken);
                }
                catch (DockerApiException gone) when ((int)gone.StatusCode is 404 or 409)
                {
                }
            }

            if (containers.Count > 0)
            {
                done.Add($"removed {containers.Count} containers");
            }

            foreach (NetworkResponse network in await docker.Networks.ListNetworksAsync(
                new NetworksListParameters { Filters = PodLabels.Filter($"{PodLabels.Sandbox}={id}") }, cancellationToken))
            {
                await docker.Networks.DeleteNetworkAsync(network.ID, cancellationToken);
                done.Add($"removed the network {network.Name}");
            }
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or TimeoutException or IOException)
        {
            done.Add($"Docker Engine does not answer: nothing of it was removed ({unreachable.Message})");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
