using System.Text;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>Finds the texts behind <c>--manifests</c>: a file, a folder with all below it, or <c>-</c> for standard input.</summary>
internal static class ManifestFiles
{
    /// <summary>What stands for standard input.</summary>
    public const string StandardInput = "-";

    private static readonly string[] s_extensions = [".yaml", ".yml", ".json"];

    /// <summary>Refuses bytes that are no text rather than to guess at them.</summary>
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // on Unix a name that begins with a dot is a hidden one: .git, and what a mounted ConfigMap keeps beside its links
    private static readonly EnumerationOptions s_allBelow = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden };

    /// <summary>The texts, those of a folder in the order of their paths.</summary>
    /// <exception cref="UsageException">There is no such file or folder, it has no manifests, or one of them is no text.</exception>
    public static IReadOnlyList<ManifestText> Read(string path, Stream standardInput)
    {
        if (path == StandardInput)
        {
            return [TextOf("standard input", standardInput)];
        }

        if (File.Exists(path))
        {
            return [Read(path)];
        }

        if (!Directory.Exists(path))
        {
            throw new UsageException(path.Contains("://", StringComparison.Ordinal)
                ? $"Manifests are read from files, folders and standard input, not from an address: curl -fsSL {path} | ./build.sh Apply --manifests - ..."
                : $"There is no file or folder {path} to read manifests from.");
        }

        var files = Directory.EnumerateFiles(path, "*", s_allBelow).Where(file => s_extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? [.. files.Select(Read)] : throw new UsageException($"Folder {path} has no manifests: no file in it or below it ends in {string.Join(", ", s_extensions[..^1])} or {s_extensions[^1]}.");
    }

    private static ManifestText Read(string file)
    {
        using var bytes = File.OpenRead(file);
        return TextOf(file, bytes);
    }

    private static ManifestText TextOf(string name, Stream bytes)
    {
        try
        {
            using var reader = new StreamReader(bytes, s_strict, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
            return new ManifestText(name, reader.ReadToEnd());
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{name} is no text in UTF-8: save it as UTF-8, or take it out of the manifests.");
        }
    }
}
