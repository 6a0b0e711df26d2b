using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Delivery.Platform.Policy;
using SiteBuilder.Manifests.Tests.ApiServer;

namespace SiteBuilder.Manifests.Tests.AddAService;

/// <summary>docs/add-a-service.md, done as it says: its text compiled, rendered, and offered to an API server.</summary>
[Trait("Suite", "Service")]
public sealed class AddAServiceTests
{
    private const string All = "    /// <summary>All entries above.</summary>";

    [Fact]
    public async Task A_service_is_one_entry_in_the_table()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Platform.Root, "docs", "add-a-service.md"), TestContext.Current.CancellationToken);
        var entry = Regex.Matches(page, "```csharp\n(.*?)```", RegexOptions.Singleline).ShouldHaveSingleItem().Groups[1].Value;
        using var changed = new ChangedModel();
        await changed.BuildAsync(Path.Combine("deploy", "Model", "Tables", "ServiceTable.cs"), text => text.Replace(All, $"{entry}\n{All}", StringComparison.Ordinal));

        foreach (var environment in (string[])["local", "staging"])
        {
            var (before, objects) = (Platform.Render(environment), changed.Render(environment));

            var added = objects.Select(item => item.Id()).Except(before.Select(item => item.Id())).Where(id => id.Contains("newsletter", StringComparison.Ordinal)).ToList();
            added.Count(id => id.StartsWith("ConfigMap backend/newsletter-brands-", StringComparison.Ordinal)).ShouldBe(1);
            added.Where(id => !id.StartsWith("ConfigMap", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ShouldBe(
            [
                "Deployment backend/newsletter", .. environment == "local" ? ["Ingress backend/newsletter"] : Array.Empty<string>(),
                "NetworkPolicy backend/newsletter", "Service backend/newsletter", "ServiceAccount backend/newsletter",
            ]);
            CrossReferences.Checks.SelectMany(check => check.Value(objects).Select(fault => $"{check.Key}: {fault}")).ShouldBeEmpty();
            ManifestPolicy.Check(objects).Select(violation => violation.ToString()).ShouldBeEmpty();
            ManifestReferences.Check(objects).Select(violation => violation.ToString()).ShouldBeEmpty();
            objects.The("Deployment", "newsletter").PodTemplate()!.Items("spec.containers.0.env").Select(variable => $"{variable.Text("name")}={variable.Text("value")}").ShouldBe(
            [
                "Newsletter__Sender=news@acme.example", "Newsletter__Sites=http://sites.backend.svc.cluster.local", "Newsletter__BrandsFile=/etc/brands/brands.json",
            ]);
            objects.The("Service", "newsletter").Text("spec.sessionAffinity").ShouldBe("ClientIP");
            var ingress = objects.The("Ingress", environment == "local" ? "newsletter" : "waf");
            ingress.Mark("annotations", "nginx.org/lb-method").ShouldBe("hash $remote_addr consistent");
            ingress.Mark("annotations", "nginx.org/limit-req-rate").ShouldBe(environment == "local" ? "60r/m" : null);
            objects.OfKind("ConfigMap").Any(map => map["data"]!["site.conf"]?.ToString().Contains("zone=of_newsletter:10m rate=60r/m", StringComparison.Ordinal) == true).ShouldBe(environment == "staging");
            objects.The("NetworkPolicy", "sites").ToJsonString().ShouldContain("\"newsletter\"");
        }

        var kubeconfig = Environment.GetEnvironmentVariable("SITEBUILDER_TEST_KUBECONFIG");
        await using var sandbox = string.IsNullOrEmpty(kubeconfig) ? await DryRunSandbox.StartAsync() : null;
        (await RefusedAsync(sandbox?.Kubeconfig ?? kubeconfig!, changed.Render("staging"))).ShouldBeEmpty();
    }

    private static async Task<List<string>> RefusedAsync(string kubeconfig, IReadOnlyList<JsonObject> objects)
    {
        using var client = new k8s.Kubernetes(k8s.KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        await using var server = new DryRunServer(client, $"sitebuilder-test-{Guid.NewGuid():n}"[..26]);
        var refused = new List<string>();
        (await server.CreateAsync(objects.The("Namespace", "backend"))).ShouldBeNull();
        foreach (var item in objects.Where(item => item.Namespace() == "backend" && item.Name().StartsWith("newsletter", StringComparison.Ordinal)))
        {
            if (await server.DryRunAsync(item) is { } reason)
            {
                refused.Add($"{item.Id()}: {reason}");
            }
        }

        return refused;
    }
}
