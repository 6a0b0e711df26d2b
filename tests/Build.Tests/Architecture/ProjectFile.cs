using System.Xml.Linq;
using SiteBuilder.Build.Tests.Support;

namespace SiteBuilder.Build.Tests.Architecture;

/// <summary>A project with what it refers to.</summary>
/// <param name="Path">From the root, with slashes.</param>
/// <param name="Projects">Names of the projects it links.</param>
/// <param name="Packages">Names of its packages.</param>
internal sealed record ProjectFile(string Path, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public static async Task<IReadOnlyList<ProjectFile>> AllAsync() =>
        [.. (await Repository.FilesAsync()).Where(x => x.EndsWith(".csproj", StringComparison.Ordinal)).Select(Read)];

    private static ProjectFile Read(string path)
    {
        var xml = XDocument.Load(System.IO.Path.Combine(Repository.Root, path));
        IEnumerable<XElement> References(string kind) => xml.Descendants(kind).Where(x => (string?)x.Attribute("ReferenceOutputAssembly") != "false");
        return new ProjectFile(
            path,
            [.. References("ProjectReference").Select(x => System.IO.Path.GetFileNameWithoutExtension(((string)x.Attribute("Include")!).Replace('\\', '/')))],
            [.. References("PackageReference").Select(x => (string)x.Attribute("Include")!)]);
    }
}
