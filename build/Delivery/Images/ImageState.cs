using System.Text.Json;
using SiteBuilder.Delivery.Images.Hashing;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images;

/// <summary>What is known of the image that is there: its inputs, by name, and its digest.</summary>
internal sealed record ImageState(Fingerprint Fingerprint, string Digest)
{
    public static ImageState? Load(string folder, ImageName image)
    {
        var file = FileOf(folder, image);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<ImageState>(File.ReadAllBytes(file));
        }
        catch (JsonException)
        {
            // a note that cannot be read is no note: the image is built again
            return null;
        }
    }

    public void Save(string folder, ImageName image) => AtomicFile.Write(FileOf(folder, image), JsonSerializer.SerializeToUtf8Bytes(this));

    private static string FileOf(string folder, ImageName image) => Path.Combine(folder, "state", $"{image}.json");
}
