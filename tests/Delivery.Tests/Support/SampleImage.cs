using System.Text;
using SiteBuilder.Delivery.Images.Oci;

namespace SiteBuilder.Delivery.Tests.Support;

/// <summary>Small images for tests of everything that moves images.</summary>
internal static class SampleImage
{
    public static OciLayout Write(string folder, string name, params (string Path, string Content)[] files)
    {
        var blobs = new BlobStore(Path.Combine(folder, "blobs"));
        var layers = files.Select(f => LayerTar.Write(LayerTar.Complete([LayerEntry.File(f.Path, Encoding.UTF8.GetBytes(f.Content))]), blobs, f.Path, CancellationToken.None));
        var layout = new OciLayout(Path.Combine(folder, name));
        layout.Write(new ImageContent(name, ImagePlatform.LinuxAmd64, new ContainerConfig { User = "1000", Cmd = ["/" + files[0].Path] }, [.. layers]), blobs);
        return layout;
    }

    /// <summary>Text that does not compress to nothing.</summary>
    public static string Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }
}
