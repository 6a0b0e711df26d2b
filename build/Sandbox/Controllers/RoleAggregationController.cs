using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Gathers the rules of a cluster role from those roles that its aggregationRule selects.</summary>
internal sealed class RoleAggregationController(ClusterState state) : IController
{
    private const string Manager = "clusterrole-aggregation-controller";
    private static readonly ObjectKind Role = new("rbac.authorization.k8s.io", "ClusterRole");

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [Role];

    public IEnumerable<ObjectKey> Affected(ObjectChange change) => state.List(Role).Where(role => role["aggregationRule"] is not null).Select(role => role.Key());

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (state.Get(key) is not { } role || role["aggregationRule"] is null)
        {
            return null;
        }

        List<JsonObject> selectors = [.. role.Items("aggregationRule", "clusterRoleSelectors")];
        List<JsonNode> rules = [];
        foreach (JsonObject other in state.List(Role).Where(other => other.Name() != role.Name() && selectors.Exists(selector => LabelSelector.Matches(selector, other.Labels()))))
        {
            rules.AddRange(other.Items("rules").Where(rule => !rules.Exists(known => JsonNode.DeepEquals(known, rule))));
        }

        JsonArray gathered = rules.Select(rule => rule.DeepClone()).ToJsonArray();
        if (JsonNode.DeepEquals(role["rules"] ?? new JsonArray(), gathered))
        {
            return null;
        }

        JsonObject config = new()
        {
            ["apiVersion"] = "rbac.authorization.k8s.io/v1",
            ["kind"] = "ClusterRole",
            ["metadata"] = new JsonObject { ["name"] = role.Name() },
        };
        if (gathered.Count > 0)
        {
            config["rules"] = gathered;
        }

        state.Apply(state.Kinds.ByObjectKind(Role)!, "", role.Name(), config, force: true, new WriteOptions(Manager));
        return null;
    }
}
