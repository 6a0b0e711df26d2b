using System.Collections.Immutable;
using System.Text.Json;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Registries;

/// <summary>Keeps an <see cref="ImageLock"/> as <c>artifacts/images.lock.json</c>: one object, image name to reference by digest, sorted.</summary>
public static class ImageLockFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(string path, ImageLock images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var content = JsonSerializer.SerializeToUtf8Bytes(images.References.ToDictionary(r => r.Key.Value, r => r.Value), Indented);
        AtomicFile.Write(path, [.. content, (byte)'\n']);
    }

    /// <exception cref="UsageException">The file is missing or no lock.</exception>
    public static ImageLock Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no image lock at {path}. Run ./build.sh Publish first.");
        }

        try
        {
            var entries = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? [];
            return new ImageLock(entries.ToImmutableSortedDictionary(e => new ImageName(e.Key), e => e.Value));
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new UsageException($"{path} is no image lock: {error.Message} Run ./build.sh Publish again.");
        }
    }
}
