using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>
/// Brings one kind of object to what its spec says. Level-triggered: <see cref="Reconcile"/> looks at the cluster as it is and at the
/// clock, never at what changed, so a lost or doubled trigger does no harm.
/// </summary>
internal interface IController
{
    IReadOnlyCollection<ObjectKind> Watches { get; }

    /// <summary>Which objects may need a look after this change.</summary>
    IEnumerable<ObjectKey> Affected(ObjectChange change);

    /// <summary>Looks at one object (which may be gone). Returns when to look again where time alone will change something.</summary>
    DateTimeOffset? Reconcile(ObjectKey key);
}
