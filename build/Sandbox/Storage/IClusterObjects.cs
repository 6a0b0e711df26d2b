using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>A kind without its version: what is stored once, however many versions serve it.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Kind">Such as <c>Deployment</c>.</param>
public readonly record struct ObjectKind(string Group, string Kind);

/// <summary>One object. <paramref name="Namespace"/> is empty for cluster-scoped kinds.</summary>
public readonly record struct ObjectKey(ObjectKind Kind, string Namespace, string Name);

public enum ChangeType
{
    Added,
    Modified,
    Deleted,
}

/// <summary>One change as a watch sees it. Both objects are snapshots: never change them, clone first.</summary>
public sealed record ObjectChange(ChangeType Type, JsonObject Object, JsonObject? Previous, long ResourceVersion);

public enum DeletePropagation
{
    Background,
    Foreground,
    Orphan,
}

/// <summary>
/// The cluster as its own controllers see it: the same create, update and delete path as a request over HTTP takes
/// (defaults, validation, immutable fields, managedFields, finalizers, garbage collection), without the HTTP.
/// Every returned object is a snapshot shared with others: never change it, <see cref="JsonNode.DeepClone"/> first.
/// Every refused write throws <see cref="StatusException"/> with the Status that a client would have got.
/// </summary>
public interface IClusterObjects
{
    JsonObject? Get(ObjectKey key);

    /// <summary>All objects of a kind, by namespace and name; of one namespace where it is given.</summary>
    IReadOnlyList<JsonObject> List(ObjectKind kind, string? ns = null);

    JsonObject Create(JsonObject obj, string fieldManager);

    /// <summary>Replaces everything but the status. With a resourceVersion in the object the write is refused (409) when it is stale.</summary>
    JsonObject Update(JsonObject obj, string fieldManager);

    /// <summary>Replaces the status alone.</summary>
    JsonObject UpdateStatus(JsonObject obj, string fieldManager);

    /// <summary>Gives a pod to a node and notes that it is scheduled, as the binding subresource does: nobody owns what it sets.</summary>
    JsonObject Bind(JsonObject pod, string node);

    /// <summary>Deletes; nothing happens where the object is gone. With <paramref name="uid"/> another object of that name is left alone.</summary>
    void Delete(ObjectKey key, DeletePropagation propagation = DeletePropagation.Background, string? uid = null, int? gracePeriodSeconds = null);

    /// <summary>
    /// Every object there is as <see cref="ChangeType.Added"/>, then every change in the order of resource versions, of these kinds
    /// (all kinds where none is named), until cancelled.
    /// </summary>
    IAsyncEnumerable<ObjectChange> Watch(IReadOnlyCollection<ObjectKind> kinds, CancellationToken cancellationToken);
}
