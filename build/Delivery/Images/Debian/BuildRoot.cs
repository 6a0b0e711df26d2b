using SiteBuilder.Delivery.Images.Oci;

namespace SiteBuilder.Delivery.Images.Debian;

/// <summary>Takes from a full Debian root what changes from run to run or serves nobody in a container.</summary>
internal static class BuildRoot
{
    private static readonly string[] Dropped =
    [
        "dev", "proc", "sys", "usr/share/man", "usr/share/locale", "usr/share/info", "var/cache/ldconfig", "var/cache/apt", "var/log", "etc/machine-id", "etc/resolv.conf", "etc/hostname",
    ];

    public static IEnumerable<LayerEntry> From(IEnumerable<LayerEntry> entries) =>
    [
        .. entries.Where(e => !Dropped.Any(d => e.Path == d || e.Path.StartsWith(d + "/", StringComparison.Ordinal))),
        LayerEntry.File("etc/dpkg/dpkg.cfg.d/small", "path-exclude=/usr/share/man/*\npath-exclude=/usr/share/locale/*\npath-exclude=/usr/share/info/*\npath-exclude=/usr/share/doc/*\npath-include=/usr/share/doc/*/copyright\n"u8.ToArray()),
        LayerEntry.Folder("dev"),
        LayerEntry.Folder("proc"),
        LayerEntry.Folder("sys"),
        LayerEntry.Folder("var/log"),
        LayerEntry.Folder("var/cache/apt/archives/partial"),
    ];
}
