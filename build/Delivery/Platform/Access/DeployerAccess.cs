using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Platform.Policy;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Platform.Access;

/// <summary>
/// The account that a release is rolled out with, and what it may do: what the objects of the release ask for, and what the engine itself reads and keeps.
/// An administrator applies it once, and again when a release brings a kind or a namespace that it did not have.
/// </summary>
public static class DeployerAccess
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string RoleName = "deployer";
    private static readonly string[] s_change = ["create", "delete", "get", "list", "patch", "watch"];

    /// <summary>The account's name, in the namespace <c>sitebuilder-system</c>.</summary>
    public static string AccountOf(string release) => $"{RoleName}-{release}";

    /// <summary>The account, its namespaces, roles and bindings, in the order in which they can be applied.</summary>
    /// <param name="release">The release, for our platform the environment.</param>
    /// <param name="objects">All that the release contains.</param>
    public static IReadOnlyList<JsonObject> Of(string release, IReadOnlyCollection<JsonObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var account = AccountOf(release);
        List<string> namespaces = [.. objects.Select(item => item.Kind() == "Namespace" ? item.Name() : item.Namespace()).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        return
        [
            .. namespaces.Append(RolloutNames.SystemNamespace).Select(name => Item("v1", "Namespace", name, null)),
            Item("v1", "ServiceAccount", account, RolloutNames.SystemNamespace, ("automountServiceAccountToken", false)),
            .. Granted("Cluster", $"sitebuilder-{account}", null, account, InCluster(objects, namespaces)),
            .. Granted("", account, RolloutNames.SystemNamespace, account, Kept(release)),
            .. namespaces.SelectMany(name => Granted("", RoleName, name, account, InNamespace([.. objects.Where(item => item.Namespace() == name)]))),
        ];
    }

    /// <summary>Kinds of the whole cluster: what is there of others may be seen, but not touched. Namespaces it cannot make.</summary>
    private static IEnumerable<JsonObject> InCluster(IReadOnlyCollection<JsonObject> objects, IReadOnlyList<string> namespaces)
    {
        yield return new AccessRule("", ["namespaces"], ["list", "watch"]).ToJson();
        yield return new AccessRule("", ["namespaces"], ["get"]) { Names = ["kube-system", RolloutNames.SystemNamespace] }.ToJson();
        yield return new AccessRule("", ["namespaces"], ["get", "patch"]) { Names = namespaces }.ToJson();
        yield return new AccessRule("", ["nodes"], ["list"]).ToJson();
        yield return new AccessRule("scheduling.k8s.io", ["priorityclasses"], ["list"]).ToJson();
        foreach (var kind in objects.Where(item => item.Namespace() is null && item.Kind() != "Namespace").GroupBy(Resource))
        {
            yield return new AccessRule(kind.Key.Group, [kind.Key.Plural], ["create", "list", "watch"]).ToJson();
            yield return new AccessRule(kind.Key.Group, [kind.Key.Plural], ["delete", "get", "patch"]) { Names = Names(kind) }.ToJson();
        }
    }

    /// <summary>Lock, inventory and records. Records are numbered, so no name can be told beforehand.</summary>
    private static IEnumerable<JsonObject> Kept(string release) =>
    [
        new AccessRule("", ["configmaps"], ["create", "list"]).ToJson(),
        new AccessRule("", ["configmaps"], ["delete", "get", "patch"]) { Names = [RolloutNames.Inventory(release)] }.ToJson(),
        new AccessRule("", ["secrets"], ["create", "delete", "get", "list", "patch"]).ToJson(),
        new AccessRule("coordination.k8s.io", ["leases"], ["create"]).ToJson(),
        new AccessRule("coordination.k8s.io", ["leases"], ["delete", "get", "update"]) { Names = [RolloutNames.Lease(release)] }.ToJson(),
    ];

    private static IEnumerable<JsonObject> InNamespace(IReadOnlyCollection<JsonObject> objects)
    {
        foreach (var group in objects.Select(Resource).Where(resource => resource.Group != Rbac).Distinct().GroupBy(resource => resource.Group).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yield return new AccessRule(group.Key, [.. group.Select(resource => resource.Plural).Order(StringComparer.Ordinal)], s_change).ToJson();
        }

        // roles of others stay out of reach; whoever gives a role must hold its rules, so they follow
        foreach (var kind in objects.Where(item => Resource(item).Group == Rbac).GroupBy(Resource))
        {
            yield return new AccessRule(Rbac, [kind.Key.Plural], ["create", "list", "watch"]).ToJson();
            yield return new AccessRule(Rbac, [kind.Key.Plural], ["delete", "get", "patch"]) { Names = Names(kind) }.ToJson();
        }

        foreach (var rule in objects.Where(item => item.Kind() == "Role").SelectMany(role => role.Items("rules")))
        {
            yield return rule.Copy();
        }

        // volumes grow by their claims
        if (objects.Any(GrownVolumes.Has))
        {
            yield return new AccessRule("", ["persistentvolumeclaims"], ["list", "patch"]).ToJson();
        }

        // how a roll-out goes on is read from pods; one that stands in the way of a StatefulSet is deleted. Where no object has any, those that are there are others'
        if (objects.Any(item => PodView.Of(item) is not null || CustomObjects.RunsPods(item)))
        {
            yield return new AccessRule("", ["pods"], ["delete", "get", "list", "watch"]).ToJson();
            yield return new AccessRule("", ["pods/log"], ["get"]).ToJson();
            yield return new AccessRule("", ["events"], ["list", "watch"]).ToJson();
            yield return new AccessRule("apps", ["replicasets"], ["list", "watch"]).ToJson();
        }

        yield return new AccessRule("", ["limitranges", "resourcequotas"], ["list"]).ToJson();
        yield return new AccessRule("policy", ["poddisruptionbudgets"], ["list"]).ToJson();
    }

    private static IEnumerable<JsonObject> Granted(string scope, string name, string? ns, string account, IEnumerable<JsonObject> rules)
    {
        yield return Item($"{Rbac}/v1", $"{scope}Role", name, ns, ("rules", new JsonArray([.. rules])));
        yield return Item(
            $"{Rbac}/v1",
            $"{scope}RoleBinding",
            name,
            ns,
            ("roleRef", new JsonObject { ["apiGroup"] = Rbac, ["kind"] = $"{scope}Role", ["name"] = name }),
            ("subjects", new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = account, ["namespace"] = RolloutNames.SystemNamespace })));
    }

    private static JsonObject Item(string apiVersion, string kind, string name, string? ns, params (string Name, JsonNode Value)[] fields)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (ns is not null)
        {
            metadata["namespace"] = ns;
        }

        var item = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
        foreach (var (field, value) in fields)
        {
            item[field] = value;
        }

        return item;
    }

    private static (string Group, string Plural) Resource(JsonObject item) => (ObjectKey.GroupOf(item.ApiVersion()), PluralName.Of(item.Kind()));

    private static List<string> Names(IEnumerable<JsonObject> objects) => [.. objects.Select(item => item.Name()).Order(StringComparer.Ordinal)];
}
