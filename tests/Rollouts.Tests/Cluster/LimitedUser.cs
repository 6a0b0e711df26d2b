using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;
using YamlDotNet.RepresentationModel;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>A service account of a test's namespace that may do what its rules say there, besides keeping records and locks, and a kubeconfig to be it.</summary>
internal sealed class LimitedUser : IDisposable
{
    private readonly TestCluster _cluster;
    private readonly string _name;

    private LimitedUser(TestCluster cluster, string name, string kubeconfig) => (_cluster, _name, Kubeconfig) = (cluster, name, kubeconfig);

    public string Kubeconfig { get; }

    /// <param name="name">Of the namespace, which exists.</param>
    /// <param name="rules">Hold in the whole cluster for kinds of the cluster, else in the namespace.</param>
    public static Task<LimitedUser> CreateAsync(TestCluster cluster, string name, params JsonObject[] rules) => CreateAsync(cluster, name, mayLock: true, rules);

    /// <summary>The same, with or without the right to locks.</summary>
    public static async Task<LimitedUser> CreateAsync(TestCluster cluster, string name, bool mayLock, params JsonObject[] rules)
    {
        await cluster.CreateAsync(Workloads.Node(new { apiVersion = "v1", kind = "ServiceAccount", metadata = new { name = "limited", @namespace = name } }));
        var own = new[]
        {
            Workloads.Node(new { verbs = new[] { "*" }, apiGroups = new[] { "" }, resources = new[] { "configmaps", "secrets" } }),
            Workloads.Node(new { verbs = new[] { "*" }, apiGroups = new[] { "coordination.k8s.io" }, resources = new[] { "leases" } }),
        };
        await GrantAsync(cluster, name, name, rules);
        await GrantAsync(cluster, name, "sitebuilder-system", mayLock ? own : own[..1]);
        var wide = rules.Where(r => ((JsonArray)r["resources"]!).Any(n => n.Text() is "namespaces")).Append(Workloads.Node(new { verbs = new[] { "get", "list" }, apiGroups = new[] { "" }, resources = new[] { "namespaces" } }));
        await cluster.CreateAsync(Rbac("ClusterRole", name, null, new JsonArray([.. wide.Select(r => r.DeepClone())]), null));
        await cluster.CreateAsync(Rbac("ClusterRoleBinding", name, null, null, name, "ClusterRole"));
        var request = Workloads.Node(new { apiVersion = "authentication.k8s.io/v1", kind = "TokenRequest", spec = new { expirationSeconds = 3600 } });
        var token = (await cluster.Client.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{name}/serviceaccounts/limited/token", request.ToJsonString(), "application/json", CancellationToken.None)).Text("status", "token");
        return new LimitedUser(cluster, name, await WriteKubeconfigAsync(cluster, token!));
    }

    /// <summary>A file to be somebody by a token.</summary>
    public static async Task<string> WriteKubeconfigAsync(TestCluster cluster, string token)
    {
        var path = Path.Combine(Path.GetTempPath(), $"limited-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(path, $$$"""
            apiVersion: v1
            kind: Config
            current-context: limited
            contexts: [{name: limited, context: {cluster: limited, user: limited}}]
            clusters: [{name: limited, cluster: {server: "{{{cluster.Client.Connection.Server}}}", certificate-authority-data: "{{{Authority(cluster.Kubeconfig)}}}"}}]
            users: [{name: limited, user: {token: "{{{token}}}"}}]
            """);
        return path;
    }

    public void Dispose()
    {
        File.Delete(Kubeconfig);
        Task.WhenAll(
            _cluster.DeleteAsync("rbac.authorization.k8s.io/v1", "ClusterRole", null, _name),
            _cluster.DeleteAsync("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", null, _name),
            _cluster.DeleteAsync("rbac.authorization.k8s.io/v1", "Role", "sitebuilder-system", _name),
            _cluster.DeleteAsync("rbac.authorization.k8s.io/v1", "RoleBinding", "sitebuilder-system", _name)).GetAwaiter().GetResult();
    }

    private static async Task GrantAsync(TestCluster cluster, string name, string ns, JsonObject[] rules)
    {
        await cluster.CreateAsync(Rbac("Role", name, ns, new JsonArray([.. rules.Select(r => r.DeepClone())]), null));
        await cluster.CreateAsync(Rbac("RoleBinding", name, ns, null, name, "Role"));
    }

    private static JsonObject Rbac(string kind, string name, string? ns, JsonArray? rules, string? account, string? role = null)
    {
        var item = Workloads.Node(new { apiVersion = "rbac.authorization.k8s.io/v1", kind, metadata = new { name } });
        if (ns is not null)
        {
            item["metadata"]!["namespace"] = ns;
        }

        if (rules is not null)
        {
            item["rules"] = rules;
            return item;
        }

        item["roleRef"] = Workloads.Node(new { apiGroup = "rbac.authorization.k8s.io", kind = role, name });
        item["subjects"] = new JsonArray(Workloads.Node(new { kind = "ServiceAccount", name = "limited", @namespace = account }));
        return item;
    }

    /// <summary>The certificate of the cluster's authority, in base64.</summary>
    private static string Authority(string kubeconfig)
    {
        using var reader = new StreamReader(kubeconfig);
        var stream = new YamlStream();
        stream.Load(reader);
        var cluster = (YamlMappingNode)stream.Documents[0].RootNode["clusters"][0]["cluster"];
        return cluster.Children.TryGetValue("certificate-authority-data", out var data) ? ((YamlScalarNode)data).Value! : Convert.ToBase64String(File.ReadAllBytes(((YamlScalarNode)cluster["certificate-authority"]).Value!));
    }
}
