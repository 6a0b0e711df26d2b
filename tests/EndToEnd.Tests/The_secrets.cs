namespace SiteBuilder.EndToEnd.Tests;

/// <summary>What the cluster keeps secret stands nowhere else: in nothing that commands print, and in no file.</summary>
[Trait("Suite", "EndToEnd")]
[Collection(OnePlatform.Name)]
public sealed class The_secrets(DeployedPlatform platform)
{
    private Checkout Checkout => platform.Checkout;

    [Fact]
    public async Task Stand_nowhere_but_in_the_cluster()
    {
        platform.FirstDeploy.ShouldSucceed();
        List<CommandResult> said = [platform.FirstDeploy, (await Checkout.DeployAsync("--skip", "Test", "Scan", "--verbosity", "verbose")).ShouldSucceed()];
        foreach (var verb in new[] { "Render", "Diff", "Status", "History" })
        {
            said.Add(await Checkout.BuildAsync(verb, "--env", Checkout.Environment));
        }

        var secrets = await SecretSearch.OfAsync(Checkout);

        secrets.Count.ShouldBeGreaterThan(50);
        foreach (var command in said)
        {
            secrets.In(command.Output + command.Error).ShouldBeEmpty(command.Command);
        }

        secrets.InFiles(Checkout.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Would_be_found()
    {
        platform.FirstDeploy.ShouldSucceed();
        var secrets = await SecretSearch.OfAsync(Checkout);
        var planted = Path.Combine(Checkout.Folder, "artifacts", "planted.txt");
        await File.WriteAllTextAsync(planted, $"before {secrets.Sample} after", TestContext.Current.CancellationToken);
        try
        {
            var found = secrets.InFiles(Checkout.Folder).ToList();
            found.ShouldNotBeEmpty();
            found.ShouldAllBe(line => line.StartsWith("artifacts/planted.txt: ", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(planted);
        }
    }
}
