using System.Text.Json.Nodes;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Manifests.Tests.ApiServer;

/// <summary>What we say to operators, strictly against the definitions of their kinds, where those are at hand.</summary>
[Trait("Suite", "Service")]
public sealed class OperatorDefinitionTests
{
    [Fact]
    public Task KEDA_s_definition_takes_every_ScaledObject()
    {
        var production = Platform.Load("production");
        return TakesAsync("ScaledObject", Platform.Render(production with { Features = production.Features with { Keda = "http://prometheus-operated.monitoring:9090" } }));
    }

    [Fact]
    public Task Vault_s_definition_takes_every_VaultDynamicSecret()
    {
        var production = Platform.Load("production");
        return TakesAsync("VaultDynamicSecret", Platform.Render(production with { Secrets = production.Secrets with { Database = DatabaseCredentials.Dynamic } }));
    }

    private static async Task TakesAsync(string kind, IReadOnlyList<JsonObject> objects)
    {
        var kubeconfig = Environment.GetEnvironmentVariable("SITEBUILDER_TEST_KUBECONFIG");
        await using var sandbox = string.IsNullOrEmpty(kubeconfig) ? await DryRunSandbox.StartAsync() : null;
        using var client = new k8s.Kubernetes(k8s.KubernetesClientConfiguration.BuildConfigFromConfigFile(sandbox?.Kubeconfig ?? kubeconfig));
        await using var server = new DryRunServer(client, $"sitebuilder-test-{Guid.NewGuid():n}"[..26]);
        foreach (var item in objects.OfKind("Namespace"))
        {
            (await server.CreateAsync(item)).ShouldBeNull();
        }

        var all = objects.OfKind(kind).ToList();
        Assert.SkipUnless(await server.DefineAsync(all[0]), $"the definition of {kind} ({all[0].Text("apiVersion")}) is not at hand");
        foreach (var item in all)
        {
            (await server.DryRunAsync(item)).ShouldBeNull(item.Id());
        }

        var spoilt = all[^1];
        spoilt["spec"]!["maximum"] = 3;
        (await server.DryRunAsync(spoilt)).ShouldNotBeNull().ShouldContain("maximum");
    }
}
