using System.Collections.Immutable;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Kinds;

/// <summary>The kinds that are served: the built-in ones of kinds.json and those that CustomResourceDefinitions add.</summary>
internal sealed class KindTable
{
    private static readonly BuiltInKinds BuiltIn = BuiltInKinds.Load();
    private ImmutableList<ResourceKind> _custom = [];

    public static IReadOnlyDictionary<string, TypeSchema> Types => BuiltIn.Types;

    /// <summary>All kinds, built-in ones first, in the order of kinds.json.</summary>
    public IEnumerable<ResourceKind> All => BuiltIn.Kinds.Concat(_custom);

    /// <summary>The groups and versions that are served, in the order of the first kind.</summary>
    public IEnumerable<(string Group, string Version)> Versions => All.Select(k => (k.Group, k.Version)).Distinct();

    public ResourceKind? ByPlural(string group, string version, string plural) =>
        BuiltIn.ByPlural.GetValueOrDefault((group, version, plural))
        ?? _custom.Find(k => k.Group == group && k.Version == version && k.Plural == plural);

    public ResourceKind? ByKind(string groupVersion, string kind) =>
        BuiltIn.ByKind.GetValueOrDefault((groupVersion, kind))
        ?? _custom.Find(k => k.Kind == kind && k.GroupVersion == groupVersion);

    /// <summary>The kind in the first version that is served.</summary>
    public ResourceKind? ByObjectKind(ObjectKind kind) =>
        BuiltIn.ByObjectKind.GetValueOrDefault(kind) ?? _custom.Find(k => k.ObjectKind == kind);

    /// <summary>Replaces what one CustomResourceDefinition adds.</summary>
    public void SetCustom(string group, string plural, IReadOnlyCollection<ResourceKind> kinds) =>
        ImmutableInterlocked.Update(ref _custom, known => known.RemoveAll(k => k.Group == group && k.Plural == plural).AddRange(kinds));

    public static ResourceKind? BuiltInKind(string groupVersion, string kind) => BuiltIn.ByKind.GetValueOrDefault((groupVersion, kind));

    /// <summary>Whether the name belongs to a kind or to something that requests and answers consist of.</summary>
    public static bool IsKnown(string groupVersion, string name) => BuiltInKind(groupVersion, name) is not null
        || name is "DeleteOptions" or "ListOptions" or "CreateOptions" or "UpdateOptions" or "PatchOptions" or "GetOptions" or "WatchEvent"
        || (name.EndsWith("List", StringComparison.Ordinal) && BuiltInKind(groupVersion, name[..^"List".Length]) is not null)
        || (groupVersion, name) is ("v1", "List" or "Status" or "APIGroup" or "APIResourceList") or ("autoscaling/v1", "Scale") or ("policy/v1", "Eviction");

    /// <summary>Versions that are no longer served, but that a real server still can read.</summary>
    public static bool WasServed(string groupVersion) => groupVersion is "extensions/v1beta1" or "apps/v1beta1" or "apps/v1beta2" or "batch/v1beta1" or "policy/v1beta1"
        or "networking.k8s.io/v1beta1" or "rbac.authorization.k8s.io/v1beta1" or "storage.k8s.io/v1beta1" or "scheduling.k8s.io/v1beta1" or "coordination.k8s.io/v1beta1" or "discovery.k8s.io/v1beta1";

    public static TypeSchema Type(string name) => BuiltIn.Types[name];

    /// <summary>The group, version and kind an object names.</summary>
    public ResourceKind? Of(JsonObject obj) =>
        ByKind(obj["apiVersion"]?.GetValue<string>() ?? "", obj["kind"]?.GetValue<string>() ?? "");
}
