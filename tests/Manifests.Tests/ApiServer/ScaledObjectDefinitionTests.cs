namespace SiteBuilder.Manifests.Tests.ApiServer;

/// <summary>What we say to KEDA, strictly against the definition of its kind, where that is at hand.</summary>
[Trait("Suite", "Service")]
public sealed class ScaledObjectDefinitionTests
{
    [Fact]
    public async Task KEDA_s_definition_takes_every_ScaledObject()
    {
        var production = Platform.Load("production");
        var objects = Platform.Render(production with { Features = production.Features with { Keda = "http://prometheus-operated.monitoring:9090" } });
        var kubeconfig = Environment.GetEnvironmentVariable("SITEBUILDER_TEST_KUBECONFIG");
        await using var sandbox = string.IsNullOrEmpty(kubeconfig) ? await DryRunSandbox.StartAsync() : null;
        using var client = new k8s.Kubernetes(k8s.KubernetesClientConfiguration.BuildConfigFromConfigFile(sandbox?.Kubeconfig ?? kubeconfig));
        await using var server = new DryRunServer(client, $"sitebuilder-test-{Guid.NewGuid():n}"[..26]);
        foreach (var item in objects.OfKind("Namespace"))
        {
            (await server.CreateAsync(item)).ShouldBeNull();
        }

        Assert.SkipUnless(await server.DefineAsync(objects.OfKind("ScaledObject").First()), "the definition of ScaledObject (keda.sh) is not at hand");
        foreach (var item in objects.OfKind("ScaledObject"))
        {
            (await server.DryRunAsync(item)).ShouldBeNull(item.Id());
        }

        var spoilt = objects.The("ScaledObject", "storefront");
        spoilt["spec"]!["maximum"] = 3;
        (await server.DryRunAsync(spoilt)).ShouldNotBeNull().ShouldContain("maximum");
    }
}
