namespace SiteBuilder.EndToEnd.Tests;

/// <summary>What the cluster keeps secret stands nowhere else: in nothing that commands print, in no file, in no other object and in no log.</summary>
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
        secrets.In(await ObjectsAsync()).ShouldBeEmpty("objects that are no Secrets");
        foreach (var pod in (await Checkout.KubectlAsync("get", "pods", "--all-namespaces", "-o", "jsonpath={range .items[*]}{.metadata.namespace} {.metadata.name}{\"\\n\"}{end}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')))
        {
            secrets.In(await Checkout.KubectlAsync("-n", pod[0], "logs", pod[1], "--all-containers", "--tail=-1")).ShouldBeEmpty($"the log of {pod[0]}/{pod[1]}");
        }
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
            secrets.InFiles(Checkout.Folder).ShouldHaveSingleItem().ShouldStartWith("artifacts/planted.txt: ");
        }
        finally
        {
            File.Delete(planted);
        }
    }

    /// <summary>Whatever kubectl can list in namespaces, but Secrets.</summary>
    private async Task<string> ObjectsAsync()
    {
        var kinds = (await Checkout.KubectlAsync("api-resources", "--namespaced", "--verbs=list", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(kind => kind != "secrets");
        return await Checkout.KubectlAsync("get", string.Join(',', kinds), "--all-namespaces", "-o", "json");
    }
}
