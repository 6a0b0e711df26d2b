using SiteBuilder.Delivery.Images.Hashing;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>One path of a layer. Times are fixed and names of owners are left out, so they are no part of it.</summary>
/// <param name="Path">Without a leading slash or trailing slash.</param>
/// <param name="Kind">What stands at the path.</param>
/// <param name="Mode">Permission bits, set-id and sticky bits included.</param>
public sealed record LayerEntry(string Path, LayerEntryKind Kind, int Mode)
{
    private const int FolderMode = 0b111_101_101;
    private const int FileMode = 0b110_100_100;

    public int Uid { get; init; }

    public int Gid { get; init; }

    /// <summary>A file on disk that holds the content.</summary>
    public string? SourceFile { get; init; }

    /// <summary>The content itself, where there is no file.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Target of a symbolic link, or the path in the layer that a hard link shares.</summary>
    public string? LinkTarget { get; init; }

    public static LayerEntry Folder(string path, int mode = FolderMode, int owner = 0) => new(path, LayerEntryKind.Folder, mode) { Uid = owner, Gid = owner };

    public static LayerEntry File(string path, byte[] content, int mode = FileMode) => new(path, LayerEntryKind.File, mode) { Content = content };

    public static LayerEntry FileFrom(string path, string sourceFile, bool executable = false) =>
        new(path, LayerEntryKind.File, executable ? FolderMode : FileMode) { SourceFile = sourceFile };

    /// <summary>One line that changes when anything of the entry changes.</summary>
    internal string Fingerprint(FileHashes hashes)
    {
        var content = SourceFile is not null ? hashes.Of(SourceFile) : Content is null ? "" : ContentDigest.Of(Content);
        return $"{Path}\t{Kind}\t{Mode}\t{Uid}\t{Gid}\t{content}\t{LinkTarget}";
    }
}
