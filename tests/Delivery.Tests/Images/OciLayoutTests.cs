using System.Text.Json;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Images;

public sealed class OciLayoutTests
{
    [Fact]
    public void Every_blob_of_a_layout_is_what_its_name_says_and_has_the_size_that_is_told()
    {
        using var folder = new TemporaryFolder();
        var layout = SampleImage.Write(folder.Path, "sample", ("app/one", "1"), ("app/two", "2"));
        var (descriptor, manifest, config) = layout.Read();
        foreach (var blob in manifest.Layers.Append(manifest.Config).Append(descriptor))
        {
            ContentDigest.OfFile(layout.BlobPath(blob.Digest)).ShouldBe(blob.Digest);
            new FileInfo(layout.BlobPath(blob.Digest)).Length.ShouldBe(blob.Size);
        }

        File.ReadAllText(Path.Combine(layout.Folder, "oci-layout")).ShouldBe("""{"imageLayoutVersion":"1.0.0"}""");
        config.RootFs.DiffIds.Count.ShouldBe(2);
        config.Config.User.ShouldBe("1000");
        config.Created.ShouldBe(ImageTime.Text);
        layout.Holds(descriptor.Digest).ShouldBeTrue();
    }

    [Fact]
    public void The_manifest_is_written_as_the_specification_says()
    {
        using var folder = new TemporaryFolder();
        var layout = SampleImage.Write(folder.Path, "sample", ("app/one", "1"));
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(layout.BlobPath(layout.Manifest().Digest)));
        manifest.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(["schemaVersion", "mediaType", "config", "layers"]);
        manifest.RootElement.GetProperty("schemaVersion").GetInt32().ShouldBe(2);
        manifest.RootElement.GetProperty("config").GetProperty("mediaType").GetString().ShouldBe("application/vnd.oci.image.config.v1+json");
    }

    [Fact]
    public void A_layout_with_a_missing_or_short_blob_does_not_hold_the_image()
    {
        using var folder = new TemporaryFolder();
        var layout = SampleImage.Write(folder.Path, "sample", ("app/one", "1"));
        var digest = layout.Manifest().Digest;
        var blob = layout.BlobPath(layout.Read().Manifest.Layers[0].Digest);
        File.Delete(blob);
        File.WriteAllText(blob, "short");
        layout.Holds(digest).ShouldBeFalse();
        File.Delete(blob);
        layout.Holds(digest).ShouldBeFalse();
    }

    [Fact]
    public void Blobs_of_an_earlier_image_leave_the_layout()
    {
        using var folder = new TemporaryFolder();
        SampleImage.Write(folder.Path, "sample", ("app/one", "1"));
        var layout = SampleImage.Write(folder.Path, "sample", ("app/one", "changed"));
        Directory.GetFiles(Path.Combine(layout.Folder, "blobs", "sha256")).Length.ShouldBe(3);
    }

    [Fact]
    public void A_folder_without_an_image_is_named_with_the_remedy()
    {
        using var folder = new TemporaryFolder();
        var error = Should.Throw<StepFailedException>(() => new OciLayout(folder.Path).Read());
        error.Subject.ShouldBe(folder.Path);
        error.Remedy.ShouldBe("Run ./build.sh BuildImages.");
    }

    [Fact]
    public void A_made_up_digest_cannot_name_a_path() =>
        Should.Throw<FormatException>(() => new BlobStore("blobs").PathOf("sha256:../../etc/passwd"));
}
