namespace SiteBuilder.EndToEnd.Tests;

/// <summary>One first deploy for all tests, and at the end the proof that nothing of it is left.</summary>
public sealed class DeployedPlatform : IAsyncLifetime
{
    private Checkout? checkout;

    internal Checkout Checkout => checkout ?? throw new InvalidOperationException("Not deployed yet.");

    internal CommandResult FirstDeploy { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        checkout = await Checkout.CreateAsync();
        FirstDeploy = await checkout.DeployAsync("--bootstrap");
    }

    public async ValueTask DisposeAsync()
    {
        if (checkout is null)
        {
            return;
        }

        (await checkout.BuildAsync("SandboxDown", "--env", checkout.Environment, "--purge")).ShouldSucceed();
        (await LeftoversAsync("volume")).ShouldBeEmpty();
        (await LeftoversAsync()).ShouldBeEmpty();
        Directory.Exists(Path.GetDirectoryName(checkout.Kubeconfig)).ShouldBeFalse("--purge leaves no folder of the sandbox");
        Directory.Delete(checkout.Folder, recursive: true);
    }

    /// <summary>Containers, networks (or only the kinds named) and processes that carry the name of this test's environment.</summary>
    internal async Task<IReadOnlyList<string>> LeftoversAsync(params string[] kinds)
    {
        var left = new List<string>();
        foreach (var kind in kinds.Length > 0 ? kinds : ["container", "network"])
        {
            var all = kind == "container" ? new[] { "container", "ls", "--all" } : [kind, "ls"];
            var output = (await Commands.RunAsync(Checkout.Folder, "docker", [.. all, "--format", "{{json .}}"])).ShouldSucceed().Output;
            left.AddRange(output.Split('\n').Where(line => line.Contains(Checkout.Environment, StringComparison.Ordinal)));
        }

        left.AddRange(Processes().Where(IsSandbox));
        return left;
    }

    /// <summary>Processes of the checkout that belong to no running sandbox: what a build that was stopped left.</summary>
    internal IReadOnlyList<string> Tools() => [.. Processes().Where(line => !IsSandbox(line))];

    private IEnumerable<string> Processes() => Directory.EnumerateDirectories("/proc")
        .Select(folder => CommandLine(Path.Combine(folder, "cmdline")))
        .Where(line => line.Contains(Checkout.Folder, StringComparison.Ordinal));

    private static bool IsSandbox(string line) => line.Contains("SiteBuilder.Sandbox", StringComparison.Ordinal);

    private static string CommandLine(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file).Replace('\0', ' ') : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the process ended while it was looked at
            return "";
        }
    }
}
