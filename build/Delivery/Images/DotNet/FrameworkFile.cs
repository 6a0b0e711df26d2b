using System.Xml.Linq;

namespace SiteBuilder.Delivery.Images.DotNet;

/// <summary>One file of a runtime pack, as its RuntimeList.xml tells.</summary>
/// <param name="Path">Below the pack.</param>
/// <param name="AssemblyVersion">Null for native files.</param>
/// <param name="FileVersion">As it stands in the list.</param>
internal sealed record FrameworkFile(string Path, string? AssemblyVersion, string FileVersion)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public static IEnumerable<FrameworkFile> Read(XDocument runtimeList) => runtimeList.Descendants("File")
        .Where(f => f.Attribute("Type")?.Value is "Managed" or "Native")
        .Select(f => new FrameworkFile(f.Attribute("Path")!.Value, f.Attribute("AssemblyVersion")?.Value, f.Attribute("FileVersion")?.Value ?? "0.0.0.0"))
        .OrderBy(f => f.Path, StringComparer.Ordinal);
}
