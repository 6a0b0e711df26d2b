using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>The routes behind a service as the file that it reads: <c>[{path, service, address, largestBody, timeoutSeconds, rate, cookies}]</c>.</summary>
internal static class RoutesFile
{
    private const string FileName = "routes.json";
    private const string Folder = "/etc/routes";
    private const string VolumeName = "routes";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static V1VolumeMount Mount() => PodParts.Mount(VolumeName, Folder, readOnly: true);

    public static V1Volume Volume(V1ConfigMap routes) =>
        new() { Name = VolumeName, ConfigMap = new V1ConfigMapVolumeSource { Name = routes.Metadata.Name } };

    /// <summary>A ConfigMap named after its content, so that another route brings new pods.</summary>
    public static V1ConfigMap Of(RenderContext context, ServiceEntry reader)
    {
        var content = JsonSerializer.Serialize(RouteTable.Behind(reader).Where(entry => entry.Service.RunsIn(context.Environment)).Select(Row), Format) + "\n";
        var metadata = context.Meta(reader);
        metadata.Name = $"{reader.Name}-routes-{ContentHash.Of(content)}";
        return new V1ConfigMap { ApiVersion = "v1", Kind = "ConfigMap", Metadata = metadata, Data = new Dictionary<string, string> { [FileName] = content } };
    }

    private static object Row(RouteEntry entry) => new
    {
        Path = entry.PathPrefix,
        Service = entry.Service.Name,
        Address = ServiceSetting.AddressOf(entry.Service),
        LargestBody = RouteTable.LargestBody(entry),
        TimeoutSeconds = (int)entry.Policy.Timeout.TotalSeconds,
        Rate = entry.Policy.Rate is { } rate ? new { rate.Requests, PerMinute = rate.IsPerMinute, rate.AtOnce } : null,
        Cookies = entry.Policy.Cookies == RouteCookies.Session,
    };
}
