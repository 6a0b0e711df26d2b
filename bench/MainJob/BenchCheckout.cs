using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace SiteBuilder.Bench.MainJob;

/// <summary>A clone of the repository with an environment of its own, so that nothing that runs here is touched.</summary>
internal sealed record BenchCheckout(string Folder, string Environment)
{
    public string Kubeconfig => Path.Combine(Folder, ".nuke", "temp", $"sandbox-{Environment}", "kubeconfig");

    public static async Task<BenchCheckout> CreateAsync(string root, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("sitebuilder-bench-").FullName;
        await Timed.RunAsync(folder, "git", ["clone", "--quiet", root, "."], ct);
        var ports = FreePorts(3);
        var checkout = new BenchCheckout(folder, $"bench{ports[0]}");
        var text = await File.ReadAllTextAsync(Path.Combine(folder, "deploy", "environments", "local.yaml"), ct);
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["identity"] = $"sitebuilder-{checkout.Environment}",
            ["name"] = checkout.Environment,
            ["apiPort"] = $"{ports[0]}",
            ["ingressPort"] = $"{ports[1]}",
            ["registryPort"] = $"{ports[2]}",
            ["podCidr"] = "10.217.0.0/16",
            ["serviceCidr"] = "10.218.0.0/16",
        })
        {
            text = Regex.Replace(text, $@"(?m)^(\s+{key}:\s*)\S+$", $"${{1}}{value}");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "deploy", "environments", $"{checkout.Environment}.yaml"), text, ct);
        return checkout;
    }

    public Task<double> BuildAsync(CancellationToken ct, params string[] arguments) => Timed.RunAsync(Folder, "bash", ["build.sh", .. arguments, "--env", Environment], ct);

    public async Task RemoveAsync()
    {
        await BuildAsync(CancellationToken.None, "SandboxDown", "--purge");
        Directory.Delete(Folder, recursive: true);
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }
}
