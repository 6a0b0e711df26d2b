using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>
/// What the members of PostgreSQL may do with the API, in which Patroni keeps who is the primary: in their namespace, with objects of their own names
/// wherever a rule can name them.
/// </summary>
internal static class PostgresAccess
{
    /// <summary>The Endpoints that Patroni keeps its state in: whose Service leads to the primary, the settings that all share, who is synchronous.</summary>
    private static string[] StateNames(ServiceEntry server) => [server.Name, $"{server.Name}-config", $"{server.Name}-failover", $"{server.Name}-sync"];

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context, ServiceEntry server)
    {
        yield return new V1Role
        {
            ApiVersion = "rbac.authorization.k8s.io/v1",
            Kind = "Role",
            Metadata = context.Meta(server),
            Rules =
            [
                // lists, watches and creations cannot be limited to names
                Rule("endpoints", ["create", "list", "watch"]),
                Rule("endpoints", ["get", "patch", "update"], StateNames(server)),
                Rule("pods", ["list", "watch"]),
                Rule("pods", ["get", "patch"], [.. Enumerable.Range(0, context.SettingsOf(server).Replicas).Select(number => $"{server.Name}-{number}")]),
            ],
        };
        yield return new V1RoleBinding
        {
            ApiVersion = "rbac.authorization.k8s.io/v1",
            Kind = "RoleBinding",
            Metadata = context.Meta(server),
            RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "Role", Name = server.Name },
            Subjects = [new Rbacv1Subject { Kind = "ServiceAccount", Name = server.Name, NamespaceProperty = server.Namespace }],
        };
    }

    private static V1PolicyRule Rule(string resource, string[] verbs, string[]? names = null) =>
        new() { ApiGroups = [""], Resources = [resource], Verbs = verbs, ResourceNames = names };
}
