using System.Security.Cryptography;
using System.Text;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Auth.Signing;

/// <summary>Encrypts private keys before they go to the database (AES-256-GCM), so that a copy of it signs nothing.</summary>
public sealed class KeyProtection(MountedFile secret)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>The encrypted form: nonce, tag, text.</summary>
    public byte[] Protect(byte[] plain)
    {
        var result = new byte[NonceLength + TagLength + plain.Length];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceLength));
        using var aes = new AesGcm(Key(), TagLength);
        aes.Encrypt(result.AsSpan(0, NonceLength), plain, result.AsSpan(NonceLength + TagLength), result.AsSpan(NonceLength, TagLength));
        return result;
    }

    /// <summary>The plain form, or null where it was encrypted with another secret.</summary>
    public byte[]? TryUnprotect(byte[] encrypted)
    {
        var plain = new byte[encrypted.Length - NonceLength - TagLength];
        try
        {
            using var aes = new AesGcm(Key(), TagLength);
            aes.Decrypt(encrypted.AsSpan(0, NonceLength), encrypted.AsSpan(NonceLength + TagLength), encrypted.AsSpan(NonceLength, TagLength), plain);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // read each time, so a rotated secret is taken up
    private byte[] Key() => SHA256.HashData(Encoding.UTF8.GetBytes(secret.Read()));
}
