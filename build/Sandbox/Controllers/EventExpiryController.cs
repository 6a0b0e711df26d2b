using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Drops events an hour after they last happened.</summary>
internal sealed class EventExpiryController(IClusterObjects objects, TimeProvider time) : IController
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.Event];

    // a deleted event too: looking at it again ends the wait for its hour
    public IEnumerable<ObjectKey> Affected(ObjectChange change) => [change.Object.Key()];

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } happened)
        {
            return null;
        }

        DateTimeOffset last = happened.Time("lastTimestamp") ?? happened.Time("eventTime") ?? happened.Time("metadata", "creationTimestamp") ?? time.GetUtcNow();
        if (last + Lifetime > time.GetUtcNow())
        {
            return last + Lifetime;
        }

        objects.Delete(key, uid: happened.Uid());
        return null;
    }
}
