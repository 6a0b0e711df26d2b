using System.Security.Cryptography;

namespace SiteBuilder.Media.Storage;

/// <summary>What a file is called: the SHA-256 of its bytes in lower-case hexadecimal digits.</summary>
internal static class MediaId
{
    public static string Of(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    public static bool Is(string text) => text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigitLower);
}
