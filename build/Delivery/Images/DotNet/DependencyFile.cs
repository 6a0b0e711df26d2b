using System.Text.Json;

namespace SiteBuilder.Delivery.Images.DotNet;

/// <summary>Tells from an application's deps.json which published files belong to NuGet packages.</summary>
internal static class DependencyFile
{
    private static readonly string[] ForeignRuntimes = ["win", "osx", "maccatalyst", "ios", "tvos", "android", "browser", "wasi", "freebsd", "solaris", "illumos", "linux-musl", "linux-arm", "linux-x86", "linux-s390x", "linux-ppc64le", "linux-loongarch64", "linux-riscv64", "linux-bionic"];

    public static PublishedService Split(string folder, string assembly)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, assembly + ".deps.json")));
        var root = document.RootElement;
        var libraries = root.GetProperty("libraries");
        var target = root.GetProperty("targets").GetProperty(root.GetProperty("runtimeTarget").GetProperty("name").GetString()!);
        var packages = target.EnumerateObject()
            .Where(l => libraries.GetProperty(l.Name).GetProperty("type").GetString() == "package")
            .SelectMany(l => FilesOf(l.Value)).ToHashSet(StringComparer.Ordinal);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Where(f => !IsForeign(f)).Order(StringComparer.Ordinal).ToList();
        return new PublishedService(folder, [.. files.Where(packages.Contains)], [.. files.Where(f => !packages.Contains(f))]);
    }

    private static IEnumerable<string> FilesOf(JsonElement library)
    {
        // assemblies are published by file name; files of one runtime and translations keep their folder
        foreach (var kind in new[] { "runtime", "native" })
        {
            foreach (var file in Assets(library, kind))
            {
                yield return Path.GetFileName(file.Name);
            }
        }

        foreach (var file in Assets(library, "resources"))
        {
            yield return $"{file.Value.GetProperty("locale").GetString()}/{Path.GetFileName(file.Name)}";
        }

        foreach (var file in Assets(library, "runtimeTargets"))
        {
            yield return file.Name;
        }
    }

    private static IEnumerable<JsonProperty> Assets(JsonElement library, string kind) =>
        library.TryGetProperty(kind, out var assets) ? assets.EnumerateObject() : [];

    private static bool IsForeign(string file)
    {
        var parts = file.Split('/');
        return parts.Length > 2 && parts[0] == "runtimes" && Array.Exists(ForeignRuntimes, r => parts[1].StartsWith(r, StringComparison.Ordinal));
    }
}
