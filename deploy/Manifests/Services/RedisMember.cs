using System.Globalization;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>A member of Redis: the container, and what it and those beside it are told.</summary>
internal static class RedisMember
{
    private const string DataFolder = "/var/lib/redis";
    private const string Scripts = "/usr/local/lib/sitebuilder";

    public static V1Container Of(RenderContext context, RedisRole role)
    {
        var container = PodParts.Container(
            context,
            role.Server,
            role.Server.Name,
            [
                .. Told(context, role),
                PodParts.Variable("REDIS_ROLE", role.Name),
                PodParts.Variable("REDIS_MAXMEMORY", Math.Floor(context.SettingsOf(role.Server).Memory.Limit.Amount * role.Share).ToString("F0", CultureInfo.InvariantCulture)),
                PodParts.Variable("REDIS_COPIES", Copies(context, role).ToString(CultureInfo.InvariantCulture)),
            ],
            Mounts());
        container.Ports = [WorkloadParts.Port(RedisObjects.PortName, role.Server.ContainerPort)];
        AddProbes(container, RedisObjects.PortName, role.Server.ContainerPort);
        container.Lifecycle = new V1Lifecycle { PreStop = new V1LifecycleHandler { Exec = new V1ExecAction { Command = [$"{Scripts}/leave"] } } };
        return container;
    }

    /// <summary>How many replicas have a write before it counts: one, where there are any and the data are to be kept.</summary>
    public static int Copies(RenderContext context, RedisRole role) => role.Keeps && context.LeastPods(role.Server) > 1 ? 1 : 0;

    /// <summary>Who the members are, and who may do what.</summary>
    public static IEnumerable<V1EnvVar> Told(RenderContext context, RedisRole role) =>
    [
        PodParts.Field("POD_NAME", "metadata.name"),
        PodParts.Variable("REDIS_SERVER", role.Server.Name),
        PodParts.Variable("REDIS_MEMBERS", string.Join(',', RedisClient.Hosts(context, role.Server))),
        PodParts.Variable("REDIS_USERS", string.Join('\n', RedisAccessTable.All.Where(access => access.Server == role.Server).Select(access => $"{access.Service.Name} {access.Rules}"))),
        PodParts.Variable("REDIS_CERTIFICATE_FOLDER", CertificateObjects.Folder),
        PodParts.Variable("REDIS_PASSWORDS_FOLDER", $"/etc/secrets/{SecretTable.Redis.Group}"),
        PodParts.Variable("REDIS_MEMBERS_FOLDER", $"/etc/secrets/{SecretTable.RedisMembers.Group}"),
    ];

    public static IEnumerable<V1VolumeMount> Mounts() =>
        [PodParts.Mount("data", DataFolder, readOnly: false), PodParts.SecretMount(SecretTable.Redis), PodParts.SecretMount(SecretTable.RedisMembers), CertificateObjects.Mount()];

    public static void AddProbes(V1Container container, string name, int port) =>
        ProbeParts.AddCommandProbes(container, name, [$"{Scripts}/answers", $"{port}"]);

    /// <summary>What runs in a container beside the member.</summary>
    public static IList<string> Beside(params string[] command) => [$"{Scripts}/{command[0]}", .. command[1..]];
}
