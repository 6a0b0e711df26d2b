using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>
/// Where a service that is spread over several servers finds the further ones, and which brands are there:
/// <c>{shards: {NAME: {host, name, user or userFile, passwordFile}}, brands: {BRAND: SHARD}}</c>.
/// </summary>
internal static class ShardsFile
{
    private const string FileName = "shards.json";
    private const string Folder = "/etc/shards";
    private const string VolumeName = "shards";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The ConfigMap, named after its content; null where there is only the main server.</summary>
    /// <param name="context">What all is made from.</param>
    /// <param name="reader">The service.</param>
    /// <param name="by">Which of its pods read it: those that serve go by the poolers, migrations straight.</param>
    public static V1ConfigMap? Of(RenderContext context, ServiceEntry reader, FlowCaller by)
    {
        if (context.Environment.Database.Shards is [])
        {
            return null;
        }

        var content = JsonSerializer.Serialize(
            new
            {
                Shards = context.Environment.Database.Shards.ToDictionary(shard => shard, shard => new
                {
                    Host = PostgresServers.Of(shard, DotNetService.DatabaseOf(by)).ClusterHost,
                    reader.Name,
                    User = ServiceLogin.User(context, reader),
                    UserFile = ServiceLogin.UserFile(context, shard),
                    PasswordFile = ServiceLogin.PasswordFile(context, reader, shard),
                }),
                Brands = context.Environment.Brands.Where(brand => brand.Shard != DatabaseSettings.MainShard).ToDictionary(brand => brand.Name, brand => brand.Shard),
            },
            Format) + "\n";
        return new V1ConfigMap
        {
            ApiVersion = "v1",
            Kind = "ConfigMap",
            Metadata = new V1ObjectMeta
            {
                Name = $"{(by == FlowCaller.Service ? reader.Name : MigrationJob.NameOf(reader))}-shards-{ContentHash.Of(content)}",
                NamespaceProperty = reader.Namespace,
                Labels = context.Labels(reader.Name, reader.Namespace),
            },
            Data = new Dictionary<string, string> { [FileName] = content },
        };
    }

    public static IEnumerable<V1EnvVar> Variables(V1ConfigMap? shards, string section) =>
        shards is null ? [] : [PodParts.Variable($"{section}__ShardsFile", $"{Folder}/{FileName}")];

    public static IEnumerable<V1VolumeMount> Mounts(V1ConfigMap? shards) => shards is null ? [] : [PodParts.Mount(VolumeName, Folder, readOnly: true)];

    public static IEnumerable<V1Volume> Volumes(V1ConfigMap? shards) =>
        shards is null ? [] : [new V1Volume { Name = VolumeName, ConfigMap = new V1ConfigMapVolumeSource { Name = shards.Metadata.Name } }];
}
