namespace SiteBuilder.Bench.MainJob;

/// <summary>The main job as a person meets it: the first deploy of a clone, one without a change, one after a changed line, and --help.</summary>
internal static class MainJobSuite
{
    private const int Runs = 7;
    private const int Changes = 3;

    public static async Task<IReadOnlyList<Comparison>> RunAsync(string root, CancellationToken ct)
    {
        var checkout = await BenchCheckout.CreateAsync(root, ct);
        try
        {
            Console.WriteLine("first deploy of a clone");
            var first = await checkout.BuildAsync(ct, "Deploy", "--bootstrap");
            return [new("first deploy of a clone", [first]), await HelpAsync(checkout, ct), await UnchangedAsync(checkout, ct), await ChangedLineAsync(checkout, ct)];
        }
        finally
        {
            await checkout.RemoveAsync();
        }
    }

    private static Task<Comparison> HelpAsync(BenchCheckout checkout, CancellationToken ct) => Timed.SideBySideAsync(
        "--help",
        Runs,
        () => Timed.RunAsync(checkout.Folder, "bash", ["build.sh", "--help"], ct),
        "dotnet run, as Nuke's own script",
        () => Timed.RunAsync(checkout.Folder, "dotnet", ["run", "--project", "build/_build.csproj", "-c", "Release", "--", "--help"], ct));

    /// <summary>kubectl does a fifth of the work - no build, test, scan or push - and is the shortest way to the same objects.</summary>
    private static async Task<Comparison> UnchangedAsync(BenchCheckout checkout, CancellationToken ct)
    {
        const string What = "deploy without a change, all five stages";
        var rendered = Path.Combine(checkout.Folder, "deploy", "rendered", checkout.Environment);
        await checkout.BuildAsync(ct, "Render");
        return await Timed.SideBySideAsync(
            What,
            Runs,
            () => checkout.BuildAsync(ct, "Deploy"),
            "kubectl apply --server-side --dry-run=server, the objects alone",
            () => Timed.RunAsync(checkout.Folder, "kubectl", ["--kubeconfig", checkout.Kubeconfig, "apply", "--server-side", "--dry-run=server", "--force-conflicts", "--recursive", "-f", rendered], ct));
    }

    private static Task<Comparison> ChangedLineAsync(BenchCheckout checkout, CancellationToken ct) => Timed.SideBySideAsync(
        "deploy after a changed line",
        Changes,
        async () =>
        {
            await ChangeAsync(checkout, ct);
            return await checkout.BuildAsync(ct, "Deploy");
        },
        "dotnet publish, the compile alone",
        async () =>
        {
            await ChangeAsync(checkout, ct);
            return await Timed.RunAsync(checkout.Folder, "dotnet", ["publish", "src/Storefront", "-c", "Release", "-v", "q", "-o", Path.Combine(checkout.Folder, "artifacts", "peer")], ct);
        });

    private static Task ChangeAsync(BenchCheckout checkout, CancellationToken ct) => File.AppendAllTextAsync(
        Path.Combine(checkout.Folder, "src", "Storefront", "Program.cs"),
        $"internal static class Changed{Guid.NewGuid():N} {{ public static string At => \"{DateTime.UtcNow:O}\"; }}{Environment.NewLine}",
        ct);
}
