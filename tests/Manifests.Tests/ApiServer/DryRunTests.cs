using k8s;
using SiteBuilder.Delivery.Rollouts.Secrets;

namespace SiteBuilder.Manifests.Tests.ApiServer;

/// <summary>
/// A real API server accepts what we render. It needs the variable SITEBUILDER_TEST_KUBECONFIG; nothing is left on the cluster but,
/// for a while, namespaces that are being deleted.
/// </summary>
[Trait("Suite", "Service")]
public class DryRunTests
{
    public static TheoryData<string> Environments => Platform.Environments;

    [Theory, MemberData(nameof(Environments))]
    public async Task Every_object_passes_a_strict_dry_run_without_a_warning(string environment)
    {
        var kubeconfig = Environment.GetEnvironmentVariable("SITEBUILDER_TEST_KUBECONFIG");
        if (string.IsNullOrEmpty(kubeconfig))
        {
            Assert.Skip("No API server: SITEBUILDER_TEST_KUBECONFIG names no kubeconfig.");
        }

        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        await using var server = new DryRunServer(client, $"sitebuilder-test-{Guid.NewGuid():n}"[..26]);
        var objects = Platform.Render(environment);
        // a certificate without one is refused; the roll-out fills them before it asks
        GeneratedSecrets.Fill([.. objects.Where(item => GeneratedSecrets.RuleOf(item) is not null)], [], TimeProvider.System.GetUtcNow());
        foreach (var item in objects.OfKind("Namespace"))
        {
            (await server.CreateAsync(item)).ShouldBeNull();
        }

        foreach (var item in objects.Where(item => item.Text("apiVersion")!.Contains('.', StringComparison.Ordinal)).DistinctBy(item => item.Kind()))
        {
            Assert.SkipUnless(await server.DefineAsync(item), $"the cluster does not know {item.Text("apiVersion")} {item.Kind()}, nor is its definition at hand");
        }

        var refused = new List<string>();
        foreach (var item in objects.Where(item => item.Kind() != "Namespace"))
        {
            if (await server.DryRunAsync(item) is { } reason)
            {
                refused.Add($"{item.Id()}: {reason}");
            }
        }

        refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_dry_run_notices_what_a_namespace_does_not_admit()
    {
        var kubeconfig = Environment.GetEnvironmentVariable("SITEBUILDER_TEST_KUBECONFIG");
        if (string.IsNullOrEmpty(kubeconfig))
        {
            Assert.Skip("No API server: SITEBUILDER_TEST_KUBECONFIG names no kubeconfig.");
        }

        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        await using var server = new DryRunServer(client, $"sitebuilder-test-{Guid.NewGuid():n}"[..26]);
        var objects = Platform.Render("local");
        var deployment = objects.The("Deployment", "sites");
        (await server.CreateAsync(objects.The("Namespace", "backend"))).ShouldBeNull();

        deployment.PodTemplate()!["spec"]!["hostNetwork"] = true;
        (await server.DryRunAsync(deployment)).ShouldNotBeNull().ShouldContain("hostNetwork");

        deployment.PodTemplate()!["spec"]!.AsObject().Remove("hostNetwork");
        deployment["spec"]!["replica"] = 3;
        (await server.DryRunAsync(deployment)).ShouldNotBeNull().ShouldContain("replica");
    }
}
