namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>Writes files that a reader finds old or new, never half: what an interrupted build leaves must not mislead the next.</summary>
internal static class AtomicFile
{
    public static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var fresh = $"{path}.{Guid.NewGuid():n}.new";
        File.WriteAllBytes(fresh, content);
        File.Move(fresh, path, overwrite: true);
    }
}
