using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Platform.Access;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Removal;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Access;

/// <summary>The account of <c>deployer.yaml</c>, as an administrator makes it, on an API server that decides by roles.</summary>
[Trait("Suite", "Service")]
public sealed class DeployerAccessTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("staging")]
    [InlineData("local")]
    public async Task A_whole_environment_is_rolled_out_changed_and_gone_back_with_it_and_it_can_do_nothing_beyond(string environment)
    {
        var name = cluster.NewNameForPods();
        var objects = PlatformCopy.Of(environment, name, cluster.IsReal);
        var request = cluster.Request(name, objects);
        try
        {
            using var deployer = await AccountKubeconfig.MakeAsync(cluster, name, DeployerAccess.Of(name, objects));
            request = request with { KubeconfigPath = deployer.Path, Deadline = TimeSpan.FromMinutes(8) };

            var first = await cluster.RunAsync(request);
            first.Entries.Count(entry => entry.Action.ToString() == "Created").ShouldBe(objects.Count - objects.Count(item => item.Kind() == "Namespace"));
            (await cluster.RunAsync(request)).Changed.ShouldBeFalse();

            var fewer = objects.Where(item => item.Kind() is not ("PodDisruptionBudget" or "NetworkPolicy")).ToList();
            var second = await cluster.RunAsync(request with { Objects = fewer });
            second.Entries.Count(entry => entry.Action.ToString() == "Deleted").ShouldBe(objects.Count - fewer.Count);
            await new Rollout(TimeProvider.System).RollbackAsync(request with { Objects = [] }, 1, null, Cancellation);

            await ShouldBeBoundedAsync(deployer, name, objects);
        }
        finally
        {
            await new Rollout(TimeProvider.System).RemoveAsync(request with { KubeconfigPath = cluster.Kubeconfig, Objects = [] }, Enum.GetValues<StatefulKind>(), null, CancellationToken.None);
            await ForgetAsync(name, objects);
        }
    }

    private async Task ShouldBeBoundedAsync(AccountKubeconfig deployer, string name, IReadOnlyList<JsonObject> objects)
    {
        var backend = objects.First(item => item.Kind() == "Namespace" && item.Name().EndsWith("backend", StringComparison.Ordinal)).Name();
        var database = backend.Replace("backend", "database", StringComparison.Ordinal);
        var (authority, ingress, monitoring) = (backend.Replace("backend", "authority", StringComparison.Ordinal), backend.Replace("backend", "ingress", StringComparison.Ordinal), backend.Replace("backend", "monitoring", StringComparison.Ordinal));
        (string Verb, string Group, string Resource, string? Namespace, string? Name)[] permitted =
        [
            ("patch", "apps", "deployments", backend, "gateway"), ("create", "", "secrets", backend, null), ("get", "", "pods/log", backend, null), ("delete", "", "pods", database, null), ("patch", "networking.k8s.io", "networkpolicies", monitoring, "closed"), ("patch", "", "namespaces", null, backend),
        ];
        (string Verb, string Group, string Resource, string? Namespace, string? Name)[] beyond =
        [
            ("get", "", "secrets", "kube-system", null), ("list", "", "secrets", "default", null), ("list", "", "secrets", null, null), ("list", "", "configmaps", "kube-system", null),
            ("create", "", "namespaces", null, null), ("delete", "", "namespaces", null, backend), ("patch", "", "namespaces", null, "kube-system"),
            ("create", "rbac.authorization.k8s.io", "clusterroles", null, null), ("create", "rbac.authorization.k8s.io", "clusterrolebindings", null, null),
            ("bind", "rbac.authorization.k8s.io", "clusterroles", null, "cluster-admin"), ("escalate", "rbac.authorization.k8s.io", "roles", database, null),
            ("create", "rbac.authorization.k8s.io", "roles", "sitebuilder-system", null), ("patch", "rbac.authorization.k8s.io", "roles", backend, "deployer"), ("patch", "rbac.authorization.k8s.io", "roles", database, "deployer"),
            ("create", "rbac.authorization.k8s.io", "rolebindings", backend, null), ("create", "", "serviceaccounts/token", "sitebuilder-system", null), ("impersonate", "", "serviceaccounts", backend, null),
            ("create", "", "pods", "sitebuilder-system", null), ("create", "", "pods/exec", backend, null), ("create", "apps", "deployments", "default", null), ("create", "apps", "daemonsets", backend, null),
            ("update", "", "nodes", null, null), ("delete", "", "persistentvolumes", null, null), ("patch", "", "configmaps", "sitebuilder-system", "inventory-other"),
            ("delete", "admissionregistration.k8s.io", "validatingadmissionpolicies", null, "other"), ("create", "admissionregistration.k8s.io", "mutatingwebhookconfigurations", null, null),
            ("create", "authentication.k8s.io", "tokenreviews", null, null),
            // nothing of the release has pods there
            ("delete", "", "pods", monitoring, null), ("list", "", "pods", authority, null), ("get", "", "pods/log", ingress, null), ("list", "", "events", monitoring, null), ("list", "apps", "replicasets", ingress, null), ("*", "*", "*", null, null),
        ];

        foreach (var right in permitted)
        {
            (await deployer.MayAsync(right)).ShouldBeTrue($"{right}");
        }

        foreach (var right in beyond)
        {
            (await deployer.MayAsync(right)).ShouldBeFalse($"{right}");
        }

        // not only what it is told, but what it is answered
        (await Should.ThrowAsync<ApiRefusedException>(() => deployer.Client.ListAsync(CoreResources.Secret, "kube-system", null, Cancellation))).Code.ShouldBe(403);
        var role = new JsonObject { ["apiVersion"] = "rbac.authorization.k8s.io/v1", ["kind"] = "ClusterRoleBinding", ["metadata"] = new JsonObject { ["name"] = name }, ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = "cluster-admin" } };
        (await Should.ThrowAsync<ApiRefusedException>(() => deployer.Client.CreateAsync(new ApiResource("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", false), role, Cancellation))).Code.ShouldBe(403);
        var wider = new JsonObject
        {
            ["apiVersion"] = "rbac.authorization.k8s.io/v1",
            ["kind"] = "Role",
            ["metadata"] = new JsonObject { ["name"] = "wider", ["namespace"] = database },
            ["rules"] = new JsonArray(new JsonObject { ["apiGroups"] = new JsonArray(""), ["resources"] = new JsonArray("pods/exec"), ["verbs"] = new JsonArray("create") }),
        };
        if (cluster.IsReal)
        {
            // the sandbox does not compare the rules of a new role with those of whoever makes it
            (await Should.ThrowAsync<ApiRefusedException>(() => deployer.Client.CreateAsync(new ApiResource("rbac.authorization.k8s.io/v1", "Role", "roles", true), wider, Cancellation))).Code.ShouldBe(403);
        }
    }

    /// <summary>What the administrator made for the test, and the namespaces.</summary>
    private async Task ForgetAsync(string name, IReadOnlyList<JsonObject> objects)
    {
        foreach (var item in DeployerAccess.Of(name, objects).Where(item => item.Name() != "sitebuilder-system").Reverse())
        {
            await cluster.DeleteAsync(item.ApiVersion(), item.Kind(), item.Namespace(), item.Name());
        }
    }
}
