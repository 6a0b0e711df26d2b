using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Platform.Access;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Access;

/// <summary>A kubeconfig with a token of the deployer's account, as the page on access says to make one.</summary>
internal sealed class AccountKubeconfig : IDisposable
{
    private AccountKubeconfig(string path)
    {
        Path = path;
        Client = new ClusterClient(ClusterConnection.Open(path, null), TimeProvider.System);
    }

    public string Path { get; }

    public ClusterClient Client { get; }

    /// <summary>Applies what an administrator applies, then asks for a token.</summary>
    public static async Task<AccountKubeconfig> MakeAsync(TestCluster cluster, string release, IEnumerable<JsonObject> access)
    {
        foreach (var item in access)
        {
            var resource = (await new Discovery(cluster.Client).FindAsync(item.ApiVersion(), item.Kind(), CancellationToken.None))!;
            await cluster.Client.SendAsync(HttpMethod.Patch, $"{resource.Path(item.Namespace(), item.Name())}?fieldManager=kubectl&force=true", item.ToJsonString(), "application/apply-patch+yaml", CancellationToken.None);
        }

        var request = Workloads.Node(new { apiVersion = "authentication.k8s.io/v1", kind = "TokenRequest", spec = new { expirationSeconds = 3600 } });
        var token = (await cluster.Client.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/sitebuilder-system/serviceaccounts/{DeployerAccess.AccountOf(release)}/token", request.ToJsonString(), "application/json", CancellationToken.None)).Text("status", "token")!;
        return new AccountKubeconfig(await LimitedUser.WriteKubeconfigAsync(cluster, token));
    }

    public async Task<bool> MayAsync((string Verb, string Group, string Resource, string? Namespace, string? Name) right)
    {
        var parts = right.Resource.Split('/');
        var asked = new JsonObject { ["verb"] = right.Verb, ["group"] = right.Group, ["resource"] = parts[0] };
        foreach (var (field, value) in new[] { ("subresource", parts.ElementAtOrDefault(1)), ("namespace", right.Namespace), ("name", right.Name) })
        {
            if (value is not null)
            {
                asked[field] = value;
            }
        }

        var review = new JsonObject { ["apiVersion"] = CoreResources.AccessReview.ApiVersion, ["kind"] = CoreResources.AccessReview.Kind, ["spec"] = new JsonObject { ["resourceAttributes"] = asked } };
        return (await Client.CreateAsync(CoreResources.AccessReview, review, CancellationToken.None)).Flag("status", "allowed");
    }

    public void Dispose()
    {
        Client.Dispose();
        File.Delete(Path);
    }
}
