using System.Formats.Tar;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Images.Debian;
using SiteBuilder.Delivery.Images.Oci;

namespace SiteBuilder.Delivery.Images.Dockerfiles;

/// <summary>What <c>docker save</c> gave for one image, unpacked: its config and the tar of each layer, lowest first.</summary>
internal sealed record SavedImage(JsonNode Config, IReadOnlyList<string> LayerFiles)
{
    public IReadOnlyList<string> DiffIds => [.. Config["rootfs"]!["diff_ids"]!.AsArray().Select(d => d!.GetValue<string>())];

    public static async Task<SavedImage> UnpackAsync(Stream saved, string folder, CancellationToken cancellation)
    {
        // the engine's stream takes a read of no bytes, which the tar reader does at the end of an entry, for its own end
        using var buffered = new BufferedStream(saved, 1 << 20);
        using var tar = new TarReader(buffered);
        Dictionary<string, byte[]> documents = new(StringComparer.Ordinal);
        while (await tar.GetNextEntryAsync(copyData: false, cancellation).ConfigureAwait(false) is { } entry)
        {
            if (entry.DataStream is null)
            {
                // the engine stores a layer that two of its steps share once, as a link
                if (entry.EntryType == TarEntryType.SymbolicLink)
                {
                    documents[entry.Name] = System.Text.Encoding.UTF8.GetBytes(entry.LinkName);
                }

                continue;
            }

            var target = Path.Combine(folder, entry.Name.Replace('/', '_'));
            using (var file = File.Create(target))
            {
                await entry.DataStream.CopyToAsync(file, cancellation).ConfigureAwait(false);
            }

            if (entry.Name.EndsWith(".json", StringComparison.Ordinal))
            {
                documents[entry.Name] = await File.ReadAllBytesAsync(target, cancellation).ConfigureAwait(false);
            }
        }

        var manifest = JsonNode.Parse(documents["manifest.json"])![0]!;
        var config = JsonNode.Parse(documents[manifest["Config"]!.GetValue<string>()])!;
        return new SavedImage(config, [.. manifest["Layers"]!.AsArray().Select(l => Resolve(folder, l!.GetValue<string>(), documents))]);
    }

    public ContainerConfig ContainerConfig() => Config["config"].Deserialize<ContainerConfig>(OciJson.Options) ?? new ContainerConfig();

    public static IEnumerable<LayerEntry> Entries(string layerFile)
    {
        using var stream = File.OpenRead(layerFile);
        return [.. TarReading.Read(stream)];
    }

    private static string Resolve(string folder, string layer, Dictionary<string, byte[]> links)
    {
        while (links.TryGetValue(layer, out var link))
        {
            layer = Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(layer)!, System.Text.Encoding.UTF8.GetString(link))));
        }

        return Path.Combine(folder, layer.Replace('/', '_'));
    }
}
