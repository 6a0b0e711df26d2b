using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace SiteBuilder.Sites.Editing;

/// <summary>Decides who may see drafts and write: whoever sends the editor token as a bearer token.</summary>
public sealed class EditorToken(string token)
{
    private readonly byte[] _expected = Hash(token);

    /// <summary>What a request's <c>Authorization</c> header says.</summary>
    public Caller Check(HttpRequest request)
    {
        if (request.Headers.Authorization.Count == 0)
        {
            return Caller.Visitor;
        }

        const string scheme = "Bearer ";
        var header = request.Headers[HeaderNames.Authorization].ToString();
        return header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(header[scheme.Length..].Trim()), _expected)
            ? Caller.Editor
            : Caller.Refused;
    }

    // hashes have one length, so the time of the comparison tells nothing about the token
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
