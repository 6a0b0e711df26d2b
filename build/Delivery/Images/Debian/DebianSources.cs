namespace SiteBuilder.Delivery.Images.Debian;

/// <summary>Where Debian packages come from, as lines of a sources.list.</summary>
/// <param name="Suite">The release all images are made of.</param>
/// <param name="Lines">One-line entries for the suite, its updates and its security.</param>
public sealed record DebianSources(string Suite, IReadOnlyList<string> Lines)
{
    private const string Bookworm = "bookworm";
    private const string Keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

    /// <summary>Debian's own servers.</summary>
    public static DebianSources Official { get; } = new(Bookworm,
    [
        "deb http://deb.debian.org/debian bookworm main",
        "deb http://deb.debian.org/debian bookworm-updates main",
        "deb http://security.debian.org/debian-security bookworm-security main",
    ]);

    /// <summary>
    /// The servers that this machine's apt uses for bookworm (a mirror in a closed network), from <c>/etc/apt/sources.list</c> and
    /// <c>sources.list.d</c>; <see cref="Official"/> where it has none.
    /// </summary>
    public static DebianSources OfMachine(string aptFolder = "/etc/apt")
    {
        var parts = Path.Combine(aptFolder, "sources.list.d");
        string[] single = [Path.Combine(aptFolder, "sources.list"), .. Parts(parts, "*.list")];
        var lines = single.Where(File.Exists).SelectMany(File.ReadLines).Select(l => l.Trim()).Where(l => l.StartsWith("deb ", StringComparison.Ordinal)).Where(IsBookworm).ToList();
        foreach (var file in Parts(parts, "*.sources"))
        {
            lines.AddRange(File.ReadAllText(file).Split("\n\n").SelectMany(FromStanza));
        }

        return lines.Count == 0 ? Official : new DebianSources(Bookworm, lines);
    }

    private static string[] Parts(string folder, string pattern) => Directory.Exists(folder) ? [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];

    private static IEnumerable<string> FromStanza(string stanza)
    {
        var fields = stanza.Split('\n').Where(l => !l.StartsWith('#') && l.Contains(':', StringComparison.Ordinal))
            .Select(l => l.Split(':', 2)).GroupBy(p => p[0].Trim(), StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First()[1].Trim(), StringComparer.OrdinalIgnoreCase);
        string[] Words(string field) => fields.GetValueOrDefault(field, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // another vendor's key means another vendor's packages
        var isDebian = fields.GetValueOrDefault("Signed-By", Keyring) == Keyring && Words("Types").Contains("deb") && fields.GetValueOrDefault("Enabled", "yes") == "yes";
        return isDebian ? Words("URIs").SelectMany(uri => Words("Suites").Where(IsOfRelease).Select(suite => $"deb {uri} {suite} main")) : [];
    }

    private static bool IsBookworm(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var words
        && words.Any(IsOfRelease) && words.Any(w => w.Contains("/debian", StringComparison.Ordinal));

    private static bool IsOfRelease(string suite) => suite == Bookworm || suite.StartsWith(Bookworm + "-", StringComparison.Ordinal);
}
