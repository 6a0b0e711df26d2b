using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Images.Debian;

/// <summary>Makes Debian roots with mmdebstrap and lays them out as one layer.</summary>
internal sealed class DebianRoot(ProcessRunner runner, string tempFolder, DebianSources sources)
{
    // the extract variant runs no install scripts, so nothing writes the package list that scanners read
    private const string KeepPackageList =
        """for deb in "$1"/var/cache/apt/archives/*.deb; do dpkg-deb -f "$deb"; printf 'Status: install ok installed\n\n'; done > "$1/var/lib/dpkg/status" """;

    public async Task<IReadOnlyList<LayerEntry>> BuildAsync(string image, DebianRecipe recipe, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new UsageException($"The base image '{image}' is made by mmdebstrap, which needs Linux. Run the build in a Linux container or virtual machine, or name a base image by digest in the environment file.");
        }

        Directory.CreateDirectory(tempFolder);
        var work = Path.Combine(tempFolder, $"{image}-{Guid.NewGuid():n}");
        var (tar, list) = (work + ".tar", work + ".list");
        try
        {
            await File.WriteAllLinesAsync(list, sources.Lines, cancellation).ConfigureAwait(false);
            await runner.RunAsync(Command(image, recipe, tar, list), cancellation: cancellation).ConfigureAwait(false);
            using var stream = File.OpenRead(tar);
            var entries = TarReading.Read(stream);
            return [.. recipe.Variant == "extract" ? ShelllessRoot.From(entries) : BuildRoot.From(entries)];
        }
        finally
        {
            File.Delete(tar);
            File.Delete(list);
        }
    }

    private ToolCommand Command(string image, DebianRecipe recipe, string tar, string list)
    {
        string[] hook = recipe.Variant == "extract" ? ["--extract-hook=" + KeepPackageList] : [];
        return new ToolCommand("mmdebstrap", [$"--variant={recipe.Variant}", "--format=tar", $"--include={string.Join(',', recipe.Packages)}", .. hook, sources.Suite, tar, list])
        {
            Stage = "BuildImages",
            Subject = $"image '{image}'",
            Environment = new Dictionary<string, string?> { ["SOURCE_DATE_EPOCH"] = ImageTime.Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            Remedy = "Check the Debian package sources of this machine: apt-get update.",
        };
    }
}
