using System.Text.Json;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>The brands of the environment as the file that services read: <c>[{name, title, hosts, theme}]</c>.</summary>
internal static class BrandsFile
{
    private const string FileName = "brands.json";
    private const string Folder = "/etc/brands";

    /// <summary>Where the file is in a container.</summary>
    public const string Path = ServiceSetting.BrandsPath;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public static V1VolumeMount Mount() => PodParts.Mount("brands", Folder, readOnly: true);

    public static V1Volume Volume(V1ConfigMap brands) =>
        new() { Name = "brands", ConfigMap = new V1ConfigMapVolumeSource { Name = brands.Metadata.Name } };

    /// <summary>A ConfigMap named after its content, so that a changed brand brings a new migration.</summary>
    public static V1ConfigMap Of(RenderContext context, ServiceEntry reader)
    {
        var content = JsonSerializer.Serialize(context.Environment.Brands.Select(brand => new { brand.Name, brand.Title, brand.Hosts, brand.Theme }), Format) + "\n";
        return new V1ConfigMap
        {
            ApiVersion = "v1",
            Kind = "ConfigMap",
            Metadata = new V1ObjectMeta
            {
                Name = $"{reader.Name}-brands-{ContentHash.Of(content)}",
                NamespaceProperty = reader.Namespace,
                Labels = context.Labels(reader.Name, reader.Namespace),
            },
            Data = new Dictionary<string, string> { [FileName] = content },
        };
    }
}
