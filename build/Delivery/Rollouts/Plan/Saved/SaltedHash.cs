using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Plan.Saved;

/// <summary>
/// Hashes for a file that may lie around. What is in a Secret may be short enough to be guessed, so that its hash takes time (PBKDF2), and the salt makes
/// guesses for one plan worthless for the next.
/// </summary>
internal sealed class SaltedHash(string salt)
{
    private const int Iterations = 50_000;
    private const int Length = 32;

    public string Salt { get; } = salt;

    public static SaltedHash New() => new(RandomNumberGenerator.GetHexString(Length, lowercase: true));

    /// <summary>Hash of an object or of what is known of it.</summary>
    /// <param name="item">The object; tells whether it is a Secret.</param>
    /// <param name="content">What is hashed.</param>
    public string Of(JsonObject item, JsonNode? content)
    {
        var text = ObjectHash.Text(content);
        return item.IsSecret()
            ? Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(text, Encoding.ASCII.GetBytes(Salt), Iterations, HashAlgorithmName.SHA256, Length))
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Salt + text)));
    }
}
