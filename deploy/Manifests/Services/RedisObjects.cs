using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>
/// Redis in each of its parts: as many members as the environment says. Where they are several, one is the primary and the others copy it, and the Sentinels
/// beside them decide which. Each member is reached by a Service of its own: one for all could not tell the primary.
/// </summary>
internal static class RedisObjects
{
    public const string PortName = "redis";

    /// <summary>Most of it is for handing the primary's part over.</summary>
    private const long GraceSeconds = 60;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context) => RedisRole.All.SelectMany(role => Of(context, role));

    private static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context, RedisRole role) =>
    [
        WorkloadParts.Account(context, role.Server),
        WorkloadParts.Headless(context, role.Server, PortName),
        .. Enumerable.Range(0, context.LeastPods(role.Server)).Select(number => WorkloadParts.Member(context, role.Server, number, Ports(context, role))),
        new V1StatefulSet
        {
            ApiVersion = "apps/v1",
            Kind = "StatefulSet",
            Metadata = context.Meta(role.Server),
            Spec = new V1StatefulSetSpec
            {
                Replicas = context.SettingsOf(role.Server).Replicas,
                ServiceName = WorkloadParts.HeadlessName(role.Server),
                Selector = WorkloadParts.Selector(role.Server),
                // one that cannot start must not keep the others from it; updates go one by one all the same
                PodManagementPolicy = "Parallel",
                UpdateStrategy = new V1StatefulSetUpdateStrategy { Type = "RollingUpdate" },
                Template = Template(context, role),
                VolumeClaimTemplates = role.Keeps ? [WorkloadParts.Claim(context, role.Server, context.Environment.Queue.Storage, context.Environment.Queue.StorageClass)] : null,
            },
        },
        .. AvailabilityObjects.Of(context, role.Server),
    ];

    private static IList<V1ServicePort> Ports(RenderContext context, RedisRole role) =>
    [
        new V1ServicePort { Name = PortName, Port = role.Server.Port, TargetPort = PortName, Protocol = "TCP" },
        .. RedisSentinel.Of(context, role).Select(_ => new V1ServicePort { Name = RedisSentinel.PortName, Port = ServiceTable.SentinelPort, TargetPort = RedisSentinel.PortName, Protocol = "TCP" }),
    ];

    private static V1PodTemplateSpec Template(RenderContext context, RedisRole role)
    {
        // what a replica is sent lies there until it is read
        V1Volume[] data = role.Keeps ? [] : [PodParts.Scratch("data", context.SettingsOf(role.Server).Memory.Limit)];
        var template = PodParts.Template(
            context,
            role.Server,
            RedisMember.Of(context, role),
            [.. data, PodParts.SecretVolume(SecretTable.Redis, role.Server), PodParts.SecretVolume(SecretTable.RedisMembers, role.Server), CertificateObjects.Volume(role.Server)]);
        template.Spec.Containers = [.. template.Spec.Containers, .. RedisSentinel.Of(context, role), .. RedisMetrics.Of(context, role)];
        template.Spec.TerminationGracePeriodSeconds = GraceSeconds;
        MemberPlacement.Apply(context, role.Server, template.Spec);
        return template;
    }
}
