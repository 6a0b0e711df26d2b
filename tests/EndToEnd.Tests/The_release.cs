using System.Text.Json;

namespace SiteBuilder.EndToEnd.Tests;

/// <summary>What has been deployed, by the name of its environment: looked at, taken back, given way, removed.</summary>
[Trait("Suite", "EndToEnd")]
[Collection(OnePlatform.Name)]
public sealed class The_release(DeployedPlatform platform)
{
    private const int GivenWay = 3;
    private static readonly string[] s_quick = ["--skip", "Test", "Scan"];

    private Checkout Checkout => platform.Checkout;

    [Fact]
    public async Task A_deploy_is_looked_at_and_taken_back()
    {
        platform.FirstDeploy.ShouldSucceed();
        (await Checkout.DeployAsync(s_quick)).ShouldSucceed();
        var image = await ImageAsync();
        (await VerbAsync("Status")).ShouldSucceed().Output.ShouldContain(" ready, no drift");

        await using (var storefront = new Storefront(Checkout))
        {
            await storefront.TouchAsync();
            (await Checkout.DeployAsync(s_quick)).ShouldSucceed();
        }

        (await ImageAsync()).ShouldNotBe(image);
        (await VerbAsync("History")).ShouldSucceed().Output.ShouldContain("image ~ ");

        (await VerbAsync("Rollback")).ShouldSucceed().Output.ShouldContain("going back from revision ");

        (await ImageAsync()).ShouldBe(image);
        await ShouldServeAsync();
        await Checkout.KubectlAsync("-n", "frontend", "scale", "deployment/storefront", "--replicas=2");
        var drifted = await VerbAsync("Status");
        drifted.ExitCode.ShouldBe(2, drifted.Output);
        drifted.Output.ShouldContain("spec.replicas");
        (await Checkout.DeployAsync(s_quick)).ShouldSucceed();
    }

    [Fact]
    public async Task A_deploy_that_only_waits_gives_way_to_a_later_one_where_the_environment_says_so()
    {
        platform.FirstDeploy.ShouldSucceed();
        (await Checkout.DeployAsync(s_quick)).ShouldSucceed();
        var environment = await File.ReadAllTextAsync(Checkout.EnvironmentFile, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Checkout.EnvironmentFile, environment.Replace("  rollout:\n", "  rollout:\n    supersede: true\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        try
        {
            var before = await ImageAsync();
            Task<CommandResult> waiting;
            await using (var storefront = new Storefront(Checkout))
            {
                await storefront.HangAsync();
                waiting = Checkout.DeployAsync(s_quick);
                while (await ImageAsync() == before && !waiting.IsCompleted)
                {
                    await Task.Delay(200, TestContext.Current.CancellationToken);
                }
            }

            (await Checkout.DeployAsync(s_quick)).ShouldSucceed();

            var gaveWay = await waiting;
            gaveWay.ExitCode.ShouldBe(GivenWay, gaveWay.Output);
            gaveWay.Failure().ShouldContain("has given way to ");
            await ShouldServeAsync();
        }
        finally
        {
            await File.WriteAllTextAsync(Checkout.EnvironmentFile, environment, CancellationToken.None);
        }
    }

    [Fact]
    public async Task What_is_removed_comes_back_with_its_data()
    {
        platform.FirstDeploy.ShouldSucceed();
        (await Checkout.DeployAsync(s_quick)).ShouldSucceed();
        using var acme = new Site(Checkout, "acme");
        await acme.PublishAsync("kept", "Kept", "outlives a removal");

        var passwords = await PasswordsAsync();
        var removed = (await VerbAsync("Remove")).ShouldSucceed();

        removed.Output.ShouldContain("Namespace database stays: ");
        (await Checkout.KubectlAsync("-n", "frontend", "get", "deployments,services", "-o", "name")).ShouldBeEmpty();
        using (var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Checkout.Folder, "artifacts", "remove.json"), TestContext.Current.CancellationToken)))
        {
            report.RootElement.GetProperty("Removal").GetProperty("Entries").GetArrayLength().ShouldBeGreaterThan(50);
        }

        (await Checkout.DeployAsync(s_quick)).ShouldSucceed();
        (await acme.GetAsync("/kept")).Text.ShouldContain("outlives a removal");
        (await PasswordsAsync()).ShouldBe(passwords, "accounts that stay are opened by them");
    }

    private Task<CommandResult> VerbAsync(string verb) => Checkout.BuildAsync(verb, "--env", Checkout.Environment);

    private Task<string> ImageAsync() => Checkout.KubectlAsync("-n", "frontend", "get", "deployment", "storefront", "-o", "jsonpath={.spec.template.spec.containers[0].image}");

    private Task<string> PasswordsAsync() => Checkout.KubectlAsync("-n", "backend", "get", "secret", "-l", "sitebuilder.dev/secret=auth", "-o", "jsonpath={.items[0].data}");

    private async Task ShouldServeAsync()
    {
        using var acme = new Site(Checkout, "acme");
        (await acme.GetAsync("/")).Status.ShouldBe(200);
    }
}
