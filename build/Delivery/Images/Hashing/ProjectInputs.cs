using System.Xml.Linq;

namespace SiteBuilder.Delivery.Images.Hashing;

/// <summary>
/// The files that a project is compiled from: all files of its folder and of every project it references, and the files above them that MSBuild
/// and NuGet read by themselves.
/// </summary>
/// <param name="root">The repository; names of inputs are paths below it.</param>
/// <param name="hashes">Hashes of files.</param>
public sealed class ProjectInputs(string root, FileHashes hashes)
{
    private static readonly string[] ReadFromAbove = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "nuget.config", "NuGet.config", "NuGet.Config", ".editorconfig", ".globalconfig"];
    private static readonly HashSet<string> OutputFolders = new(["bin", "obj", "TestResults", "node_modules"], StringComparer.Ordinal);

    /// <summary>Adds the inputs of a project and of what it references.</summary>
    public void Collect(string projectPath, SortedDictionary<string, string> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var open = new Queue<string>([Path.GetFullPath(Path.Combine(root, projectPath))]);
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (open.TryDequeue(out var project))
        {
            if (!seen.Add(project))
            {
                continue;
            }

            CollectFolder(Path.GetDirectoryName(project)!, inputs);
            CollectAbove(Path.GetDirectoryName(project)!, inputs);
            foreach (var reference in References(project))
            {
                open.Enqueue(reference);
            }
        }
    }

    /// <summary>Adds all files of a folder except what builds put there.</summary>
    public void CollectFolder(string folder, SortedDictionary<string, string> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            inputs[Name(file)] = hashes.Of(file);
        }

        foreach (var child in Directory.EnumerateDirectories(folder).Where(d => !OutputFolders.Contains(Path.GetFileName(d))))
        {
            CollectFolder(child, inputs);
        }
    }

    /// <summary>Adds one file.</summary>
    public void CollectFile(string path, SortedDictionary<string, string> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        inputs[path] = hashes.Of(Path.Combine(root, path));
    }

    private void CollectAbove(string folder, SortedDictionary<string, string> inputs)
    {
        var top = Path.GetFullPath(root).TrimEnd('/');
        for (var above = folder; above.Length >= top.Length; above = Path.GetDirectoryName(above)!)
        {
            foreach (var file in ReadFromAbove.Select(f => Path.Combine(above, f)).Where(File.Exists))
            {
                inputs[Name(file)] = hashes.Of(file);
            }
        }
    }

    private static IEnumerable<string> References(string project) => XDocument.Load(project).Descendants("ProjectReference")
        .Select(r => r.Attribute("Include")?.Value).OfType<string>()
        .Select(r => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, r.Replace('\\', '/'))));

    private string Name(string file) => Path.GetRelativePath(root, file).Replace('\\', '/');
}
