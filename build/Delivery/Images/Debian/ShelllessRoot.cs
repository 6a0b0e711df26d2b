using System.Text;
using System.Text.RegularExpressions;
using SiteBuilder.Delivery.Images.Oci;

namespace SiteBuilder.Delivery.Images.Debian;

/// <summary>
/// Turns extracted Debian packages into the root below the .NET services: libraries, certificates, time zones and licences stay; programs, manuals,
/// translations and what only configures packages goes; users and the certificate bundle are added. The package list stays for scanners.
/// </summary>
internal static partial class ShelllessRoot
{
    private const string Bundle = "etc/ssl/certs/ca-certificates.crt";
    private const string Authorities = "usr/share/ca-certificates/";
    private const string PackageList = "var/lib/dpkg/status";

    // needed by others' install scripts, which do not run here: their files go, so the list must not name them
    private static readonly string[] ToolPackages = ["debconf", "openssl"];

    private static readonly string[] Dropped =
    [
        "bin", "sbin", "usr/bin", "usr/sbin", "dev", "proc", "sys", "usr/share/perl5", "usr/share/debconf", "usr/share/man", "usr/share/locale",
        "usr/share/lintian", "usr/share/bash-completion", "usr/share/gcc", "usr/share/gdb", "usr/share/bug", "usr/share/pixmaps", "usr/lib/ssl/misc", "etc/apt", "var/lib/apt", "var/cache", "var/log", "etc/dpkg", "etc/debconf.conf", "etc/default",
        "usr/share/zoneinfo/right", "usr/share/zoneinfo/posix", "usr/lib/x86_64-linux-gnu/perl-base", "usr/lib/x86_64-linux-gnu/gconv", "etc/resolv.conf", "etc/hostname", "etc/fstab", "etc/kernel",
    ];

    public static IEnumerable<LayerEntry> From(IEnumerable<LayerEntry> extracted)
    {
        var kept = extracted.Where(e => !IsDropped(e.Path)).ToList();
        var bundle = kept.Where(e => e.Path.StartsWith(Authorities, StringComparison.Ordinal) && e.Path.EndsWith(".crt", StringComparison.Ordinal))
            .OrderBy(e => e.Path, StringComparer.Ordinal).SelectMany(e => e.Content!.Append((byte)'\n')).ToArray();
        var packages = kept.Single(e => e.Path == PackageList);
        return
        [
            .. kept.Where(e => e.Path != PackageList && e.Path != Bundle && !e.Path.StartsWith(Authorities, StringComparison.Ordinal)),
            LayerEntry.File(PackageList, Encoding.UTF8.GetBytes(WithoutTools(Encoding.UTF8.GetString(packages.Content!)))),
            LayerEntry.File(Bundle, bundle),
            LayerEntry.File("etc/passwd", "root:x:0:0:root:/root:/usr/sbin/nologin\napp:x:1654:1654:app:/home/app:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"u8.ToArray()),
            LayerEntry.File("etc/group", "root:x:0:\napp:x:1654:\nnogroup:x:65534:\n"u8.ToArray()),
            LayerEntry.File("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"u8.ToArray()),
            LayerEntry.File("etc/os-release", OsRelease),
            LayerEntry.File("etc/debian_version", "12.0\n"u8.ToArray()),
            LayerEntry.Folder("home/app", 0b111_000_000, User),
            LayerEntry.Folder("app"),
            LayerEntry.Folder("root", 0b111_000_000),
            LayerEntry.Folder("tmp", 0b1_111_111_111),
            LayerEntry.Folder("run"),
            LayerEntry.Folder("proc"),
            LayerEntry.Folder("sys"),
            LayerEntry.Folder("dev"),
        ];
    }

    /// <summary>The user of all service images: the number that .NET's own images chose, so that volumes fit both.</summary>
    public const int User = 1654;

    private static bool IsDropped(string path) =>
        Dropped.Any(d => path == d || path.StartsWith(d + "/", StringComparison.Ordinal))
        || (path.StartsWith("usr/share/doc/", StringComparison.Ordinal) && Documentation().IsMatch(path));

    private static string WithoutTools(string status) => string.Join("\n\n", status.Trim().Split("\n\n")
        .Where(s => !ToolPackages.Any(t => s.StartsWith($"Package: {t}\n", StringComparison.Ordinal))).Order(StringComparer.Ordinal)) + "\n";

    // base-files would bring it, and much else with it; scanners choose their advisories by it, and some by debian_version alone
    private static byte[] OsRelease => "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nVERSION=\"12 (bookworm)\"\nVERSION_CODENAME=bookworm\nID=debian\n"u8.ToArray();

    [GeneratedRegex("/(changelog|NEWS|README|TODO|AUTHORS|BUGS|examples|FAQ|contributors|fingerprints|HOWTO|[^/]*\\.html)[^/]*(/.*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Documentation();
}
