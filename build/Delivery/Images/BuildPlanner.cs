using SiteBuilder.Delivery.Images.Definitions;
using SiteBuilder.Delivery.Images.Hashing;
using SiteBuilder.Delivery.Images.Oci;

namespace SiteBuilder.Delivery.Images;

/// <summary>Compares an image's inputs with those of the image that is there.</summary>
internal sealed class BuildPlanner(ImageBuildOptions options, ImageInputs inputs)
{
    public BuildDecision Decide(ImageDefinition image, string? belowDigest)
    {
        var all = inputs.Of(image);
        if (image.Below is not null)
        {
            all[$"image {image.Below}"] = belowDigest ?? "not built yet";
        }

        var now = new Fingerprint(all);
        var before = ImageState.Load(options.CacheFolder, image.Name);
        if (options.Force)
        {
            return new BuildDecision(now, null, ["--force was given"]);
        }

        if (before is null)
        {
            return new BuildDecision(now, null, ["it was not built here before"]);
        }

        var differences = now.Differences(before.Fingerprint);
        if (differences.Count > 0)
        {
            return new BuildDecision(now, null, differences);
        }

        return LayoutOf(image).Holds(before.Digest)
            ? new BuildDecision(now, before.Digest, [])
            : new BuildDecision(now, null, [$"{Path.GetRelativePath(options.Root, LayoutOf(image).Folder)} does not hold it any more"]);
    }

    public OciLayout LayoutOf(ImageDefinition image) => new(Path.Combine(options.OutputFolder, image.Name.Value));
}
