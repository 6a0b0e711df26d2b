using System.Security.Cryptography;
using System.Text;

namespace SiteBuilder.Storefront.Editor.Assets;

/// <summary>A file of the editor. Its path holds the hash of its bytes, so caches may keep it for ever.</summary>
internal sealed class EditorAsset
{
    private const string Folder = "/edit/assets/";

    public EditorAsset(string name, string type, string content)
    {
        Content = Encoding.UTF8.GetBytes(content);
        Type = type;
        Path = $"{Folder}{Convert.ToHexStringLower(SHA256.HashData(Content).AsSpan(0, 8))}-{name}";
    }

    public byte[] Content { get; }

    /// <summary>The media type.</summary>
    public string Type { get; }

    /// <summary>Where it is on every host.</summary>
    public string Path { get; }
}
