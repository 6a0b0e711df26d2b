using System.Globalization;
using k8s.Models;
using SiteBuilder.Manifests.Services;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>
/// The platform's authority, a certificate for each server, and what clients know them by: Secrets without values, which the roll-out fills from the live cluster or
/// makes once. Whatever back end the environment has for its secrets, these stay in the cluster.
/// </summary>
internal static class CertificateObjects
{
    private const string TrustFolder = "/etc/trust";
    private const string VolumeName = "certificate";
    private const string TrustVolumeName = "trust";

    /// <summary>The file with the authorities that are trusted.</summary>
    public const string AuthorityFile = "ca.crt";

    /// <summary>Where clients find the authorities that they trust.</summary>
    public const string TrustPath = $"{TrustFolder}/{AuthorityFile}";

    /// <summary>Where a server finds its certificate: <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c>.</summary>
    public const string Folder = "/etc/certificate";

    public static IEnumerable<V1Secret> Of(RenderContext context) =>
    [
        Secret(context, CertificateTable.Authority, CertificateTable.Namespace, $"{CertificateTable.Authority}:authority", "kubernetes.io/tls"),
        .. PostgresServers.Of(context).Concat(PostgresServers.PoolersOf(context)).Concat(RedisRole.All.Select(role => role.Server)).Append(ServiceTable.ObjectStorage).Select(server => Secret(context, GroupOf(server), server.Namespace, DefinitionOf(server), "kubernetes.io/tls")),
        .. PostgresBackups.AreIn(context) ? PostgresServers.Of(context).Select(server => Secret(context, PostgresBackups.CertificateOf(server), server.Namespace, DefinitionOf(PostgresBackups.CertificateOf(server), PostgresBackups.NameOf(server)), "kubernetes.io/tls")) : [],
        .. CertificateTable.Clients.Select(client => client.Namespace).Distinct().Select(name => Secret(context, CertificateTable.Trust, name, TrustDefinition, "Opaque")),
    ];

    /// <summary>A server's certificate, as files that only the pod's group reads.</summary>
    public static V1Volume Volume(ServiceEntry server) => PodParts.SecretVolume(VolumeName, NameOf(GroupOf(server), DefinitionOf(server)));

    /// <summary>The same for who shows a certificate to servers that it calls.</summary>
    public static V1Volume ClientVolume(string group, string host) => PodParts.SecretVolume(VolumeName, NameOf(group, DefinitionOf(group, host)));

    /// <summary>The same without certificate and key: for what only calls the server, in its namespace.</summary>
    public static V1Volume AuthorityVolume(ServiceEntry server)
    {
        var volume = Volume(server);
        volume.Secret.Items = [new V1KeyToPath { Key = AuthorityFile, Path = AuthorityFile }];
        return volume;
    }

    public static V1VolumeMount Mount() => PodParts.Mount(VolumeName, Folder, readOnly: true);

    /// <summary>The authorities that a client trusts.</summary>
    public static V1Volume TrustVolume() => PodParts.SecretVolume(TrustVolumeName, NameOf(CertificateTable.Trust, TrustDefinition));

    public static V1VolumeMount TrustMount() => PodParts.Mount(TrustVolumeName, TrustFolder, readOnly: true);

    private static string Rotation => CertificateTable.Rotation.ToString(CultureInfo.InvariantCulture);

    private static string TrustDefinition => $"{CertificateTable.Trust}:trust in {CertificateTable.Authority}";

    private static string GroupOf(ServiceEntry server) => $"{server.Name}-certificate";

    private static string DefinitionOf(ServiceEntry server) => DefinitionOf(GroupOf(server), string.Join(',', HostsOf(server)));

    private static string DefinitionOf(string group, string hosts) => $"{group}:certificate by {CertificateTable.Authority} for {hosts}";

    private static IEnumerable<string> HostsOf(ServiceEntry server) =>
        (server.CopyOf ?? server) == ServiceTable.Postgres ? PostgresServices.HostsOf(server)
        : RedisRole.All.Any(role => role.Server == server) ? RedisClient.NamesOf(server)
        : [server.ClusterHost];

    private static string NameOf(string group, string definition) => $"{group}-{ContentHash.Of($"{definition};{Rotation}")}";

    private static V1Secret Secret(RenderContext context, string group, string ns, string definition, string type)
    {
        var meta = context.Meta(NameOf(group, definition), ns);
        meta.Labels = new SortedDictionary<string, string>(context.Labels(group, ns), StringComparer.Ordinal) { [ObjectLabels.Secret] = group };
        meta.Annotations = new SortedDictionary<string, string>(StringComparer.Ordinal) { [ObjectLabels.Generate] = definition, [ObjectLabels.Rotation] = Rotation };
        return new V1Secret { ApiVersion = "v1", Kind = "Secret", Metadata = meta, Type = type };
    }
}
