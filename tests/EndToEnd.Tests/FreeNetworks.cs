using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace SiteBuilder.EndToEnd.Tests;

/// <summary>Ports and address ranges that nobody on this machine uses at the moment.</summary>
internal static class FreeNetworks
{
    private const int SandboxesUseFrom = 100;
    private const int SandboxesUseTo = 250;

    public static int[] Ports(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }

    /// <summary>Ranges of the form 10.N.0.0/16: taken are those of interfaces, of routes, and of Docker's networks.</summary>
    public static async Task<string[]> RangesAsync(int count)
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(face => face.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address.ToString())
            .ToList();
        taken.AddRange((await Commands.RunAsync("/", "ip", ["-4", "route", "show", "table", "all"])).Output.Split(' ', '\n'));
        var networks = (await Commands.RunAsync("/", "docker", ["network", "ls", "--quiet"])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        taken.AddRange((await Commands.RunAsync("/", "docker", ["network", "inspect", "--format", "{{range .IPAM.Config}}{{.Subnet}} {{end}}", .. networks])).Output.Split(' ', '\n'));
        var second = taken.Where(address => address.StartsWith("10.", StringComparison.Ordinal)).Select(address => address.Split('.')[1]).ToHashSet();
        var free = Enumerable.Range(SandboxesUseFrom, SandboxesUseTo - SandboxesUseFrom).Where(number => !second.Contains($"{number}")).ToArray();

        // another run looks at this very moment too: not the first ones that are free
        Random.Shared.Shuffle(free);
        return [.. free.Take(count).Select(number => $"10.{number}.0.0/16")];
    }
}
