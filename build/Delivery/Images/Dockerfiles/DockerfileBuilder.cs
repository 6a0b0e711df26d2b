using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;
using SiteBuilder.Delivery.Images.Definitions;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Images.Dockerfiles;

/// <summary>
/// Builds a Dockerfile with the engine's build call and brings the result into our form: the base's own layer blob, normalised layers above
/// it, a config with fixed times.
/// </summary>
internal sealed class DockerfileBuilder(IDockerClient engine, string root, string tempFolder, LayerCache layers)
{
    private const int LinesInError = 30;
    private const int StepLength = 100;

    public async Task<ImageContent> BuildAsync(DockerfileImage image, OciLayout below, bool force, IProgress<string> progress, CancellationToken cancellation)
    {
        var work = Path.Combine(tempFolder, $"{image.Name}-{Guid.NewGuid():n}");
        Directory.CreateDirectory(work);
        try
        {
            var baseTag = await new EngineImages(engine, work).EnsureAsync(ImageNames.Debian.Value, below, cancellation).ConfigureAwait(false);
            var id = await BuildInEngineAsync(image, baseTag, force, progress, cancellation).ConfigureAwait(false);
            progress.Report("taking the image out of the engine");
            using var saved = await engine.Images.SaveImageAsync(id, cancellation).ConfigureAwait(false);
            return Compose(image, below, await SavedImage.UnpackAsync(saved, work, cancellation).ConfigureAwait(false), cancellation);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task<string> BuildInEngineAsync(DockerfileImage image, string baseTag, bool force, IProgress<string> progress, CancellationToken cancellation)
    {
        var tag = $"sitebuilder.local/build/{image.Name}:latest";
        var parameters = new ImageBuildParameters
        {
            Tags = [tag],
            NoCache = force,
            Remove = true,
            ForceRemove = true,
            BuildArgs = new Dictionary<string, string>(image.Arguments)
            {
                ["BASE"] = baseTag,
                ["SOURCE_DATE_EPOCH"] = ImageTime.Epoch.ToString(CultureInfo.InvariantCulture),
            },
        };
        List<string> said = [];
        string? refused = null;
        var listener = new Listener<JSONMessage>(message =>
        {
            refused ??= message.Error?.Message;
            if (message.Stream?.TrimEnd() is { Length: > 0 } line)
            {
                said.Add(line);
                if (line.StartsWith("Step ", StringComparison.Ordinal))
                {
                    progress.Report(line.Split('\n')[0] is { Length: > StepLength } step ? step[..StepLength] + "..." : line.Split('\n')[0]);
                }
            }
        });
        using var context = BuildContext.Pack(Path.Combine(root, image.Folder));
        await engine.Images.BuildImageFromDockerfileAsync(parameters, context, [], new Dictionary<string, string>(), listener, cancellation).ConfigureAwait(false);
        return refused is null
            ? (await engine.Images.InspectImageAsync(tag, cancellation).ConfigureAwait(false)).ID
            : throw new StepFailedException("BuildImages", $"image '{image.Name}'", $"{refused}\n    {string.Join("\n    ", said.TakeLast(LinesInError))}", $"{image.Folder}/Dockerfile builds", DiskFull.IsIn(refused) ? DiskFull.EngineRemedy : $"Correct {image.Folder}, or what the last lines above name, and run the same command again.");
    }

    private ImageContent Compose(DockerfileImage image, OciLayout below, SavedImage saved, CancellationToken cancellation)
    {
        var under = below.Layers();
        if (!saved.DiffIds.Take(under.Count).SequenceEqual(under.Select(l => l.DiffId), StringComparer.Ordinal))
        {
            throw new StepFailedException("BuildImages", $"image '{image.Name}'", "the built image does not stand on our Debian base", "a Dockerfile that begins with ARG BASE and FROM ${BASE}", $"Correct {image.Folder}/Dockerfile.");
        }

        var own = saved.LayerFiles.Skip(under.Count)
            .Select(file => NormalLayer.From(SavedImage.Entries(file))).Where(entries => entries.Count > 0)
            .Select((entries, step) => layers.Get(entries, $"{image.Folder}/Dockerfile, layer {step + 1}", cancellation));
        var config = saved.ContainerConfig();
        var labels = ImageLabels.Of(image.Name);
        foreach (var (key, value) in config.Labels ?? [])
        {
            labels[key] = value;
        }

        return new ImageContent(image.Name.Value, ImagePlatform.LinuxAmd64, config with { Labels = labels }, [.. under, .. own]);
    }
}
