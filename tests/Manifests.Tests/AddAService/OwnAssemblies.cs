using System.Reflection;
using System.Runtime.Loader;

namespace SiteBuilder.Manifests.Tests.AddAService;

/// <summary>Takes our assemblies from a folder, in place of those that the tests themselves run with; all others are the same.</summary>
internal sealed class OwnAssemblies(string folder) : AssemblyLoadContext("changed model", isCollectible: true)
{
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name!.StartsWith("SiteBuilder.", StringComparison.Ordinal) ? LoadFromAssemblyPath(Path.Combine(folder, $"{assemblyName.Name}.dll")) : null;
}
