using System.Security.Cryptography;
using System.Text;

namespace SiteBuilder.Manifests.Parts;

/// <summary>The suffix of names that must change with their content.</summary>
internal static class ContentHash
{
    /// <summary>Ten hexadecimal digits of SHA-256.</summary>
    public static string Of(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..10];
}
