using k8s.Models;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Quantities;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>What all pods have in common: no root, no token, no privilege, no writable root.</summary>
internal static class PodParts
{
    /// <summary>
    /// How long a pod may take to stop. Our services need at most 18 s: asked to stop, they go on serving for 3 s so that every router
    /// has heard of it, then end what is in flight; so they need no preStop hook.
    /// </summary>
    private const long GraceSeconds = 30;

    /// <summary>Octal 0440.</summary>
    private const int GroupReadable = 0x120;

    /// <summary>A pod of a service around its containers and volumes.</summary>
    public static V1PodTemplateSpec Template(RenderContext context, ServiceEntry service, V1Container container, IEnumerable<V1Volume> volumes) => new()
    {
        Metadata = new V1ObjectMeta { Labels = context.Labels(container.Name, service.Namespace), Annotations = Scraping(context, service) },
        Spec = new V1PodSpec
        {
            ServiceAccountName = service.Name,
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            SecurityContext = PodSecurity(service),
            TerminationGracePeriodSeconds = GraceSeconds,
            TopologySpreadConstraints = context.LeastPods(service) > 1 ? Spread(service) : null,
            Containers = [container],
            Volumes = [Scratch("tmp"), .. volumes],
        },
    };

    /// <summary>The container of a service; probes are the caller's.</summary>
    public static V1Container Container(RenderContext context, ServiceEntry service, string name, IEnumerable<V1EnvVar> environment, IEnumerable<V1VolumeMount> mounts) => new()
    {
        Name = name,
        Image = context.ImageOf(service),
        Env = NullIfEmpty(environment),
        Resources = Resources(context.SettingsOf(service).Cpu, context.SettingsOf(service).Memory),
        SecurityContext = Confined(),
        VolumeMounts = [Mount("tmp", "/tmp", readOnly: false), .. mounts],
    };

    public static V1EnvVar Variable(string name, string value) => new() { Name = name, Value = value };

    /// <summary>A variable with what the cluster knows of the pod, such as <c>status.podIP</c>.</summary>
    public static V1EnvVar Field(string name, string path) => new()
    {
        Name = name,
        ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { ApiVersion = "v1", FieldPath = path } },
    };

    /// <summary>A folder that lives as long as the pod.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="most">How much may be in it; null = 64 MiB.</param>
    public static V1Volume Scratch(string name, Quantity? most = null) => new()
    {
        Name = name,
        EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = new ResourceQuantity(most?.ToString() ?? "64Mi") },
    };

    /// <summary>The values of a generated secret as files that only the pod's group reads.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="reader">Whose pod it is.</param>
    /// <param name="only">Which of the reader's keys; null = all.</param>
    public static V1Volume SecretVolume(SecretEntry secret, ServiceEntry reader, Func<SecretKey, bool>? only = null) => new()
    {
        Name = secret.Group,
        Secret = new V1SecretVolumeSource { SecretName = SecretObjects.NameOf(secret, reader.Namespace), DefaultMode = GroupReadable, Items = OwnKeys(secret, reader, only) },
    };

    /// <summary>A Secret as files that only the pod's group reads.</summary>
    public static V1Volume SecretVolume(string name, string secret) =>
        new() { Name = name, Secret = new V1SecretVolumeSource { SecretName = secret, DefaultMode = GroupReadable } };

    // the Secret of a namespace has what all its readers there read; a pod gets its own
    private static List<V1KeyToPath>? OwnKeys(SecretEntry secret, ServiceEntry reader, Func<SecretKey, bool>? only)
    {
        var all = secret.KeysOf(reader.Namespace);
        var own = all.Where(key => key.Readers.Contains(reader.CopyOf ?? reader) && only?.Invoke(key) != false).ToList();
        return own.Count == all.Count ? null : [.. own.Select(key => new V1KeyToPath { Key = key.Name, Path = key.Name })];
    }

    public static V1VolumeMount SecretMount(SecretEntry secret) => Mount(secret.Group, $"/etc/secrets/{secret.Group}", readOnly: true);

    public static V1VolumeMount Mount(string volume, string path, bool readOnly) => new() { Name = volume, MountPath = path, ReadOnlyProperty = readOnly ? true : null };

    private static List<V1EnvVar>? NullIfEmpty(IEnumerable<V1EnvVar> environment)
    {
        List<V1EnvVar> list = [.. environment];
        return list.Count == 0 ? null : list;
    }

    private static V1PodSecurityContext PodSecurity(ServiceEntry service) => new()
    {
        RunAsNonRoot = true,
        RunAsUser = service.UserId,
        RunAsGroup = service.UserId,
        FsGroup = service.UserId,
        FsGroupChangePolicy = "OnRootMismatch",
        SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
    };

    /// <summary>No privilege, and a root that cannot be written.</summary>
    public static V1SecurityContext Confined() => new()
    {
        AllowPrivilegeEscalation = false,
        Capabilities = new V1Capabilities { Drop = ["ALL"] },
        ReadOnlyRootFilesystem = true,
    };

    public static V1ResourceRequirements Resources(ResourceRange cpu, ResourceRange memory) => new()
    {
        Requests = new SortedDictionary<string, ResourceQuantity>(StringComparer.Ordinal)
        {
            ["cpu"] = new(cpu.Request.ToString()),
            ["memory"] = new(memory.Request.ToString()),
        },
        Limits = new SortedDictionary<string, ResourceQuantity>(StringComparer.Ordinal)
        {
            ["cpu"] = new(cpu.Limit.ToString()),
            ["memory"] = new(memory.Limit.ToString()),
        },
    };

    /// <summary>Pods of one service apart from each other, by zone and by host, as far as the cluster can.</summary>
    private static List<V1TopologySpreadConstraint> Spread(ServiceEntry service) =>
    [
        .. ((string[])["topology.kubernetes.io/zone", "kubernetes.io/hostname"]).Select(key => new V1TopologySpreadConstraint
        {
            MaxSkew = 1,
            TopologyKey = key,
            WhenUnsatisfiable = "ScheduleAnyway",
            LabelSelector = WorkloadParts.Selector(service),
        }),
    ];

    private static SortedDictionary<string, string>? Scraping(RenderContext context, ServiceEntry service) =>
        context.Environment.Features.Metrics && service.MetricsPort is { } port
            ? new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["prometheus.io/path"] = "/metrics",
                ["prometheus.io/port"] = $"{port}",
                ["prometheus.io/scrape"] = "true",
            }
            : null;
}
