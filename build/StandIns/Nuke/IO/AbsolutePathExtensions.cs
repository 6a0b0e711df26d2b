using System.Text;

namespace Nuke.Common.IO;

/// <summary>Files and folders by their path.</summary>
public static class AbsolutePathExtensions
{
    /// <summary>Files in the folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="pattern">Name with * and ?.</param>
    /// <param name="depth">1: the folder alone; more: folders below as well.</param>
    /// <param name="attributes">Attributes that a file must have.</param>
    public static IEnumerable<AbsolutePath> GetFiles(
        this AbsolutePath path, string pattern = "*", int depth = 1, FileAttributes attributes = FileAttributes.None) =>
        Below(path, depth)
            .SelectMany(x => Directory.EnumerateFiles(x, pattern))
            .Where(x => (File.GetAttributes(x) & attributes) == attributes)
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(AbsolutePath.Create);

    /// <summary>Folders in the folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="pattern">Name with * and ?.</param>
    /// <param name="depth">1: the folder alone; more: folders below as well.</param>
    /// <param name="attributes">Attributes that a folder must have.</param>
    public static IEnumerable<AbsolutePath> GetDirectories(
        this AbsolutePath path, string pattern = "*", int depth = 1, FileAttributes attributes = FileAttributes.None) =>
        Below(path, depth)
            .SelectMany(x => Directory.EnumerateDirectories(x, pattern))
            .Where(x => (File.GetAttributes(x) & attributes) == attributes)
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(AbsolutePath.Create);

    /// <summary>Makes the folder where it is missing.</summary>
    public static AbsolutePath CreateDirectory(this AbsolutePath path)
    {
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>Makes the folder, or empties it.</summary>
    public static AbsolutePath CreateOrCleanDirectory(this AbsolutePath path)
    {
        path.DeleteDirectory();
        return path.CreateDirectory();
    }

    /// <summary>Deletes the file where it exists.</summary>
    public static void DeleteFile(this AbsolutePath path)
    {
        if (path.FileExists())
            File.Delete(path);
    }

    /// <summary>Deletes the folder with all below where it exists.</summary>
    public static void DeleteDirectory(this AbsolutePath path)
    {
        if (path.DirectoryExists())
            Directory.Delete(path, recursive: true);
    }

    /// <summary>Whether it is a file.</summary>
    public static bool FileExists(this AbsolutePath path) => File.Exists(path);

    /// <summary>Whether it is a folder.</summary>
    public static bool DirectoryExists(this AbsolutePath path) => Directory.Exists(path);

    /// <summary>The path where it is a file, or null.</summary>
    public static AbsolutePath ExistingFile(this AbsolutePath path) => path.FileExists() ? path : null;

    /// <summary>The path where it is a folder, or null.</summary>
    public static AbsolutePath ExistingDirectory(this AbsolutePath path) => path.DirectoryExists() ? path : null;

    /// <summary>The first folder above for which the predicate holds, or null.</summary>
    public static AbsolutePath FindParent(this AbsolutePath path, Func<AbsolutePath, bool> predicate) =>
        path.Parent?.FindParentOrSelf(predicate);

    /// <summary>The path or the first folder above for which the predicate holds, or null.</summary>
    public static AbsolutePath FindParentOrSelf(this AbsolutePath path, Func<AbsolutePath, bool> predicate)
    {
        while (path != null && !predicate(path))
            path = path.Parent;
        return path;
    }

    /// <summary>Writes the text; the folder is made where it is missing.</summary>
    public static AbsolutePath WriteAllText(this AbsolutePath path, string content, Encoding encoding = null, bool? eofLineBreak = null)
    {
        path.Parent.CreateDirectory();
        var text = content.TrimEnd('\r', '\n') + (eofLineBreak ?? true ? Environment.NewLine : null);
        File.WriteAllText(path, text, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    /// <summary>Reads the text.</summary>
    public static string ReadAllText(this AbsolutePath path, Encoding encoding = null) => File.ReadAllText(path, encoding ?? Encoding.UTF8);

    /// <summary>Reads the lines.</summary>
    public static string[] ReadAllLines(this AbsolutePath path, Encoding encoding = null) => File.ReadAllLines(path, encoding ?? Encoding.UTF8);

    private static IEnumerable<string> Below(AbsolutePath path, int depth)
    {
        if (depth <= 0)
            yield break;
        yield return path;
        if (depth == 1)
            yield break;
        foreach (var below in Directory.EnumerateDirectories(path).SelectMany(x => Below(x, depth - 1)))
            yield return below;
    }
}
