using System.Text.Json;

namespace SiteBuilder.EndToEnd.Tests;

/// <summary>What a newcomer does, through the public commands, on a copy of the repository.</summary>
[Trait("Suite", "EndToEnd")]
[Collection(OnePlatform.Name)]
public sealed class The_main_job(DeployedPlatform platform)
{
    private Checkout Checkout => platform.Checkout;

    [Fact]
    public async Task One_command_ends_with_two_brands_that_answer()
    {
        platform.FirstDeploy.ShouldSucceed();
        var output = platform.FirstDeploy.Output;
        foreach (var stage in new[] { "BuildImages", "Test", "Scan", "Publish", "Deploy" })
        {
            output.ShouldContain(stage);
        }

        output.ShouldContain("sha256:");
        output.ShouldContain($"http://acme.localhost:{Checkout.IngressPort}/");
        output.ShouldContain($"http://globex.localhost:{Checkout.IngressPort}/");

        using var acme = new Site(Checkout, "acme");
        using var globex = new Site(Checkout, "globex");
        var (acmeStatus, acmeHome) = await acme.GetAsync("/");
        var (globexStatus, globexHome) = await globex.GetAsync("/");
        acmeStatus.ShouldBe(200);
        globexStatus.ShouldBe(200);
        acmeHome.ShouldContain("Acme");
        globexHome.ShouldContain("Globex");
        acmeHome.ShouldNotContain("Globex");
    }

    [Fact]
    public async Task A_published_page_is_visible_and_outlives_stopping_and_deploying_again()
    {
        platform.FirstDeploy.ShouldSucceed();
        using var acme = new Site(Checkout, "acme");
        (await acme.GetAsync("/news")).Status.ShouldBe(404);
        await acme.PublishAsync("news", "News of the day", "Written <by> an editor & kept.");
        (await acme.GetAsync("/news")).Text.ShouldContain("News of the day");

        (await Checkout.BuildAsync("SandboxDown", "--env", Checkout.Environment)).ShouldSucceed();
        (await platform.LeftoversAsync()).ShouldBeEmpty();

        (await Checkout.DeployAsync()).ShouldSucceed();
        var (status, page) = await acme.GetAsync("/news");
        status.ShouldBe(200);
        page.ShouldContain("Written &lt;by&gt; an editor &amp; kept.");
        using var globex = new Site(Checkout, "globex");
        (await globex.GetAsync("/news")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Kubectl_works_as_on_any_cluster()
    {
        platform.FirstDeploy.ShouldSucceed();
        (await Checkout.KubectlAsync("get", "pods", "-A")).ShouldContain("storefront");
        (await Checkout.KubectlAsync("-n", "frontend", "describe", "deployment", "storefront")).ShouldContain("StrategyType:");
        (await Checkout.KubectlAsync("-n", "frontend", "describe", "pods")).ShouldContain("Successfully assigned");
        (await Checkout.KubectlAsync("-n", "frontend", "logs", "deployment/storefront")).ShouldContain("{");

        var pods = await Checkout.KubectlAsync("-n", "frontend", "get", "pods", "-o", "name");
        await Checkout.KubectlAsync("-n", "frontend", "delete", pods.Split('\n')[0]);
        (await Checkout.KubectlAsync("-n", "frontend", "rollout", "status", "deployment/storefront", "--timeout=60s")).ShouldContain("successfully rolled out");

        await Checkout.KubectlAsync("-n", "frontend", "scale", "deployment/storefront", "--replicas=2");
        await Checkout.KubectlAsync("-n", "frontend", "rollout", "status", "deployment/storefront", "--timeout=60s");
        (await Checkout.KubectlAsync("-n", "frontend", "get", "deployment", "storefront", "-o", "jsonpath={.status.readyReplicas}")).ShouldBe("2");
        await Checkout.KubectlAsync("-n", "frontend", "scale", "deployment/storefront", "--replicas=1");

        var file = Path.Combine(Checkout.Folder, "config.yaml");
        await File.WriteAllTextAsync(file, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: by-hand, namespace: default}\ndata: {a: b}\n", TestContext.Current.CancellationToken);
        (await Checkout.KubectlAsync("apply", "--server-side", "-f", file)).ShouldContain("serverside-applied");
        await Checkout.KubectlAsync("-n", "frontend", "wait", "--for=condition=Available", "deployment/storefront", "--timeout=60s");
        await Checkout.KubectlAsync("-n", "default", "delete", "configmap", "by-hand");
        File.Delete(file);
    }

    [Fact]
    public async Task A_second_deploy_builds_pushes_and_changes_nothing_and_says_so()
    {
        platform.FirstDeploy.ShouldSucceed();
        (await Checkout.DeployAsync()).ShouldSucceed();
        var before = await Counters.ReadAsync(Checkout);

        var second = (await Checkout.DeployAsync()).ShouldSucceed();

        var after = await Counters.ReadAsync(Checkout);
        after.Layouts.ShouldBe(before.Layouts);
        after.Pushes.ShouldBe(before.Pushes);
        after.Writes.ShouldBe(before.Writes);
        second.Output.ShouldContain("Nothing changed");
        second.Output.ShouldContain("Sandbox running");
    }

    [Fact]
    public async Task A_changed_line_builds_one_image_and_rolls_one_Deployment()
    {
        platform.FirstDeploy.ShouldSucceed();
        (await Checkout.DeployAsync()).ShouldSucceed();
        var before = await Counters.ReadAsync(Checkout);
        var revisions = await RevisionsAsync();

        await using var storefront = new Storefront(Checkout);
        await storefront.TouchAsync();
        (await Checkout.DeployAsync()).ShouldSucceed();

        var after = await Counters.ReadAsync(Checkout);
        after.Layouts.Where(layout => before.Layouts[layout.Key] != layout.Value).Select(layout => layout.Key).ShouldBe(["storefront"]);
        after.Pushes.ShouldBeGreaterThan(before.Pushes, "pushes are counted where they happen");
        var now = await RevisionsAsync();
        now.Where(entry => revisions[entry.Key] != entry.Value).Select(entry => entry.Key).ShouldBe(["frontend/storefront"]);
        using var acme = new Site(Checkout, "acme");
        (await acme.GetAsync("/")).Status.ShouldBe(200);
    }

    private async Task<Dictionary<string, long>> RevisionsAsync()
    {
        using var list = JsonDocument.Parse(await Checkout.KubectlAsync("get", "deployments,statefulsets", "-A", "-o", "json"));
        return list.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("metadata")).ToDictionary(
            metadata => $"{metadata.GetProperty("namespace").GetString()}/{metadata.GetProperty("name").GetString()}",
            metadata => metadata.GetProperty("generation").GetInt64());
    }
}
