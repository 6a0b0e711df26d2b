using SiteBuilder.Delivery.Images.Oci;

namespace SiteBuilder.Delivery.Images.Dockerfiles;

/// <summary>Takes from a layer of the engine what differs from run to run although nothing changed: logs, caches, backups of account files.</summary>
internal static class NormalLayer
{
    private static readonly string[] Dropped =
    [
        "dev", "proc", "sys", "tmp", "run", "root", "var/log", "var/tmp", "var/cache/ldconfig", "var/cache/apt", "var/cache/debconf", "var/cache/man", "var/lib/apt/lists", "var/lib/systemd",
        "etc/machine-id", "etc/resolv.conf", "etc/hostname", "etc/hosts", "etc/mtab", "etc/passwd-", "etc/group-", "etc/shadow-", "etc/gshadow-", "etc/.pwd.lock",
        "var/lib/dpkg/status-old", "var/lib/dpkg/diversions-old", "var/lib/dpkg/statoverride-old", "var/lib/dpkg/lock", "var/lib/dpkg/lock-frontend", "var/lib/dpkg/triggers/Lock", "var/lib/dpkg/alternatives.old",
    ];

    public static IReadOnlyList<LayerEntry> From(IEnumerable<LayerEntry> entries)
    {
        var kept = entries.Where(e => !IsDropped(e)).ToList();

        // folders that only stood there for what was dropped say nothing, and neither does a layer of folders the base has
        return kept.TrueForAll(e => e.Kind == LayerEntryKind.Folder) && kept.Count < 2 ? [] : kept;
    }

    // a folder itself may carry an owner that a Dockerfile set, so only what is below is dropped
    private static bool IsDropped(LayerEntry entry) =>
        Dropped.Any(d => (entry.Path == d && entry.Kind != LayerEntryKind.Folder) || entry.Path.StartsWith(d + "/", StringComparison.Ordinal) && !IsKeptBelow(entry));

    // folders below /run are made on purpose; a mount would hide them anyway
    private static bool IsKeptBelow(LayerEntry entry) => entry.Kind == LayerEntryKind.Folder && entry.Path.StartsWith("run/", StringComparison.Ordinal);
}
