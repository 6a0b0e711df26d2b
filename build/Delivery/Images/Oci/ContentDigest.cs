using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>SHA-256 digests in the form <c>sha256:hex</c>.</summary>
public static partial class ContentDigest
{
    private const string Prefix = "sha256:";

    public static string Of(ReadOnlySpan<byte> content) => FromHash(SHA256.HashData(content));

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static string OfFile(string path)
    {
        using var file = File.OpenRead(path);
        return FromHash(SHA256.HashData(file));
    }

    public static string FromHash(ReadOnlySpan<byte> hash) => Prefix + Convert.ToHexStringLower(hash);

    /// <summary>The 64 digits alone, which name a blob's file.</summary>
    /// <exception cref="FormatException">It is no sha256 digest; keeps a made-up digest from naming a path.</exception>
    public static string Hex(string digest) => Form().IsMatch(digest) ? digest[Prefix.Length..] : throw new FormatException($"'{digest}' is no sha256 digest.");

    public static bool IsValid(string digest) => Form().IsMatch(digest);

    [GeneratedRegex("^sha256:[0-9a-f]{64}$")]
    private static partial Regex Form();
}
