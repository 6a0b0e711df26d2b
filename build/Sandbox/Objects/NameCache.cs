using System.Text;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>Keeps the names of fields, which repeat in every object, as one string each. A name that meets another in its place takes it over.</summary>
internal static class NameCache
{
    private const int Places = 2048;
    private const int Longest = 64;

    private static readonly Entry?[] Entries = new Entry?[Places];

    private sealed record Entry(byte[] Utf8, string Text);

    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest) return Encoding.UTF8.GetString(utf8);
        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref var place = ref Entries[(uint)hash.ToHashCode() % Places];
        if (place is { } known && utf8.SequenceEqual(known.Utf8)) return known.Text;
        var entry = new Entry(utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        place = entry;
        return entry.Text;
    }
}
