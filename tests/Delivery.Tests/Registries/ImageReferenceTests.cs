using System.Collections.Immutable;
using SiteBuilder.Delivery.Registries;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Tests.Registries;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:497307f1d15a58fb06e622b003e0aeca923a0f06d4791eea233e96f8824d0b2e";

    [Fact]
    public void A_reference_by_digest_is_taken_apart() =>
        ImageReference.ParsePinned($"ghcr.io/acme/base:12@{Digest}").ShouldBe(new ImageReference("ghcr.io", "acme/base", Digest));

    [Theory]
    [InlineData("ghcr.io/acme/base:latest")]
    [InlineData("base@sha256:497307")]
    [InlineData("")]
    public void What_pins_nothing_is_refused(string text) =>
        Should.Throw<UsageException>(() => ImageReference.ParsePinned(text)).Message.ShouldStartWith($"'{text}' is no image by digest.");

    [Fact]
    public void A_lock_is_read_as_it_was_written()
    {
        using var folder = new TemporaryFolder();
        var images = new ImageLock(ImmutableSortedDictionary<ImageName, string>.Empty.Add(new ImageName("sites"), $"localhost:5001/sitebuilder/sites@{Digest}"));
        ImageLockFile.Write(folder.At("images.lock.json"), images);
        File.ReadAllText(folder.At("images.lock.json")).ShouldBe($$"""
            {
              "sites": "localhost:5001/sitebuilder/sites@{{Digest}}"
            }

            """);
        ImageLockFile.Read(folder.At("images.lock.json"))[new ImageName("sites")].ShouldBe($"localhost:5001/sitebuilder/sites@{Digest}");
        Should.Throw<UsageException>(() => ImageLockFile.Read(folder.At("nothing.json"))).Message.ShouldEndWith("Run ./build.sh Publish first.");
    }
}
