using System.Text.RegularExpressions;

namespace SiteBuilder.EndToEnd.Tests;

/// <summary>
/// A copy of the repository in a folder of its own, with an environment of its own: other ports, other networks, another sandbox.
/// Nothing that the user runs is touched.
/// </summary>
internal sealed class Checkout
{
    private static readonly Dictionary<string, string?> s_plain = new() { ["NO_COLOR"] = "1" };
    private readonly string[] ranges;

    private Checkout(string folder, int[] ports, string[] ranges)
    {
        Folder = folder;
        Environment = $"e2e{ports[0]}";
        (ApiPort, IngressPort, RegistryPort) = (ports[0], ports[1], ports[2]);
        this.ranges = ranges;
    }

    public string Folder { get; }

    public string Environment { get; }

    public int ApiPort { get; }

    public int IngressPort { get; }

    public int RegistryPort { get; }

    public string Kubeconfig => Path.Combine(Folder, ".nuke", "temp", $"sandbox-{Environment}", "kubeconfig");

    public string EnvironmentFile => Path.Combine(Folder, "deploy", "environments", $"{Environment}.yaml");

    public static async Task<Checkout> CreateAsync()
    {
        var repository = RepositoryRoot();
        var folder = Directory.CreateTempSubdirectory("sitebuilder-e2e-").FullName;
        var files = (await Commands.RunAsync(repository, "git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])).ShouldSucceed();
        foreach (var file in files.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var source = Path.Combine(repository, file);
            if (File.Exists(source))
            {
                var copy = Path.Combine(folder, file);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(source, copy);
            }
        }

        // as a clone has it: the deploy records the commit
        (await Commands.RunAsync(folder, "git", ["init", "--quiet"])).ShouldSucceed();
        (await Commands.RunAsync(folder, "git", ["add", "--all"])).ShouldSucceed();
        (await Commands.RunAsync(folder, "git", ["-c", "user.name=end-to-end", "-c", "user.email=end-to-end@example.com", "commit", "--quiet", "--message", "Copy for the end-to-end test"])).ShouldSucceed();

        var checkout = new Checkout(folder, FreeNetworks.Ports(3), await FreeNetworks.RangesAsync(2));
        var local = await File.ReadAllTextAsync(Path.Combine(folder, "deploy", "environments", "local.yaml"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(checkout.EnvironmentFile, checkout.Adapt(local), TestContext.Current.CancellationToken);
        return checkout;
    }

    public Task<CommandResult> BuildAsync(params string[] arguments) => Commands.RunAsync(Folder, "bash", ["build.sh", .. arguments], s_plain);

    public Task<CommandResult> DeployAsync(params string[] arguments) => BuildAsync(["Deploy", "--env", Environment, .. arguments]);

    public Task<CommandResult> DeployAndStopAsync(TimeSpan after, params string[] arguments) =>
        Commands.StopAsync(Folder, "bash", ["build.sh", "Deploy", "--env", Environment, .. arguments], after, s_plain);

    public async Task<string> KubectlAsync(params string[] arguments) =>
        (await Commands.RunAsync(Folder, "kubectl", ["--kubeconfig", Kubeconfig, .. arguments])).ShouldSucceed().Output;

    private string Adapt(string local)
    {
        var text = local;
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["name"] = Environment,
            ["apiPort"] = $"{ApiPort}",
            ["ingressPort"] = $"{IngressPort}",
            ["registryPort"] = $"{RegistryPort}",
            ["podCidr"] = ranges[0],
            ["serviceCidr"] = ranges[1],
        })
        {
            text = Regex.Replace(text, $@"(?m)^(\s+{key}:\s*)\S+$", $"${{1}}{value}");
        }

        return text
            .Replace("localhost:5055", $"localhost:{RegistryPort}", StringComparison.Ordinal)
            .Replace("sitebuilder-local", $"sitebuilder-{Environment}", StringComparison.Ordinal);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SiteBuilder.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie below the folder of SiteBuilder.sln.");
    }
}
