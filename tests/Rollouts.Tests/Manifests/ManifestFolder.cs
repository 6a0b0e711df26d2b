using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Manifests;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Rollouts.Tests.Manifests;

/// <summary>A folder of manifests for one test.</summary>
internal sealed class ManifestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("manifests-").FullName;

    public ManifestFolder With(string file, string text) => With(file, Encoding.UTF8.GetBytes(text));

    public ManifestFolder With(string file, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return this;
    }

    public IReadOnlyList<JsonObject> Read(string file = "") => ManifestReader.Read(System.IO.Path.Combine(Path, file), Stream.Null);

    /// <summary>What a reading that has to fail says, with <c>DIR</c> for the folder.</summary>
    public string Refused(string file = "") =>
        Should.Throw<UsageException>(() => Read(file)).Message.Replace($"{Path}{System.IO.Path.DirectorySeparatorChar}", "DIR/", StringComparison.Ordinal).Replace(Path, "DIR", StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
