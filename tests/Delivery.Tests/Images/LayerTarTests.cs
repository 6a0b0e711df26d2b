using System.Formats.Tar;
using System.IO.Compression;
using SiteBuilder.Delivery.Images.Hashing;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tests.Support;

namespace SiteBuilder.Delivery.Tests.Images;

public sealed class LayerTarTests
{
    [Fact]
    public void The_same_files_in_two_folders_at_two_times_are_one_layer()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        var digests = new[] { first, second }.Select((folder, i) =>
        {
            var file = folder.Write($"somewhere-{i}/app.dll", "the same content");
            File.SetLastWriteTimeUtc(file, new DateTime(2020 + i, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            LayerEntry[] entries = [LayerEntry.FileFrom("app/app.dll", file), LayerEntry.File("app/a.json", "{}"u8.ToArray())];
            return LayerTar.Write(LayerTar.Complete(i == 0 ? entries : entries.Reverse()), new BlobStore(folder.At("blobs")), "test", CancellationToken.None);
        }).ToList();
        digests[0].ShouldBe(digests[1]);
    }

    [Fact]
    public void Entries_are_sorted_owned_by_number_and_carry_one_time()
    {
        using var folder = new TemporaryFolder();
        var longPath = string.Join('/', Enumerable.Repeat("a-folder-with-a-rather-long-name", 8)) + "/file";
        var blobs = new BlobStore(folder.At("blobs"));
        var layer = LayerTar.Write(
            LayerTar.Complete([LayerEntry.File("b/2", "2"u8.ToArray()), LayerEntry.Folder("home/app", 0b111_000_000, 1654), LayerEntry.File(longPath, "deep"u8.ToArray()), new LayerEntry("b/1", LayerEntryKind.HardLink, 0) { LinkTarget = "b/2" }]),
            blobs,
            "test",
            CancellationToken.None);
        using var tar = new TarReader(new GZipStream(File.OpenRead(blobs.PathOf(layer.Blob.Digest)), CompressionMode.Decompress));
        List<TarEntry> entries = [];
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            entries.Add(entry);
        }

        entries.ShouldAllBe(e => e.ModificationTime == ImageTime.Value);
        entries.Select(e => e.Name.TrimEnd('/')).ShouldContain(longPath);
        entries.Select(e => e.Name).ShouldContain("b/");
        entries[^1].Name.ShouldBe("b/1");
        entries[^1].LinkName.ShouldBe("b/2");
        entries.Single(e => e.Name == "home/app/").Uid.ShouldBe(1654);
        entries.Single(e => e.Name == "b/2").Uid.ShouldBe(0);
    }

    [Fact]
    public void A_layer_is_compressed_once_for_the_same_content()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("app.dll", "content");
        var blobs = new BlobStore(folder.At("blobs"));
        Layer Make() => new LayerCache(folder.At("cache"), blobs, new FileHashes()).Get([LayerEntry.FileFrom("app/app.dll", file)], "test", CancellationToken.None);
        var before = Make();
        File.SetLastWriteTimeUtc(blobs.PathOf(before.Blob.Digest), DateTime.UnixEpoch);
        Make().ShouldBe(before);
        File.GetLastWriteTimeUtc(blobs.PathOf(before.Blob.Digest)).ShouldBe(DateTime.UnixEpoch);
        File.WriteAllText(file, "changed");
        Make().Blob.Digest.ShouldNotBe(before.Blob.Digest);
    }
}
