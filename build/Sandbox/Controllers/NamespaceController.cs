using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Says in a namespace that is going away what it still waits for. Emptying it is the garbage collector's work.</summary>
internal sealed class NamespaceController(ClusterState state, TimeProvider time) : IController
{
    private const string Manager = FieldManagers.Controllers;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.Namespace];

    public IEnumerable<ObjectKey> Affected(ObjectChange change) => change.Object.IsDeleting() ? [change.Object.Key()] : [];

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (state.Get(key) is not { } ns || !ns.IsDeleting())
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        SortedDictionary<string, int> remaining = new(StringComparer.Ordinal);
        SortedDictionary<string, int> finalizers = new(StringComparer.Ordinal);
        // while there are pods the rest is not looked at
        IReadOnlyList<ObjectKind> kinds = state.Store.KindsIn(key.Name);
        foreach (ResourceKind kind in kinds.Contains(ClusterKinds.Pod) ? [] : kinds.Select(state.Kinds.ByObjectKind).OfType<ResourceKind>())
        {
            // what the garbage collector has not come to yet does not remain: it may go at once
            JsonObject[] left = [.. state.List(kind.ObjectKind, key.Name).Where(obj => obj.IsDeleting())];
            if (left.Length > 0)
            {
                remaining[$"{kind.Plural}.{kind.Group}"] = left.Length;
            }

            foreach (string finalizer in left.SelectMany(obj => obj.Texts("metadata", "finalizers")))
            {
                finalizers[finalizer] = finalizers.GetValueOrDefault(finalizer) + 1;
            }
        }

        JsonObject Condition(string type, bool holds, string reason, string message) =>
            StatusWriter.Condition(ns, type, holds ? "True" : "False", reason, message, now);
        string Counted(SortedDictionary<string, int> counts, string form) => string.Join(", ", counts.Select(entry => $"{entry.Key}{form}{entry.Value} resource instances"));
        JsonObject status = new()
        {
            ["phase"] = "Terminating",
            ["conditions"] = new JsonArray(
                Condition("NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered"),
                Condition("NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", "All legacy kube types successfully parsed"),
                Condition("NamespaceDeletionContentFailure", false, "ContentDeleted", "All content successfully deleted, may be waiting on finalization"),
                remaining.Values.Sum() > 0
                    ? Condition("NamespaceContentRemaining", true, "SomeResourcesRemain", $"Some resources are remaining: {Counted(remaining, " has ")}")
                    : Condition("NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed"),
                finalizers.Count > 0
                    ? Condition("NamespaceFinalizersRemaining", true, "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {Counted(finalizers, " in ")}")
                    : Condition("NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers", "All content-preserving finalizers finished")),
        };
        StatusWriter.Write(state, ns, status, Manager);
        return now + Again;
    }
}
