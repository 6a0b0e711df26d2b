using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>Object storage that speaks S3: one pod with a volume of its own.</summary>
internal static class ObjectStorageObjects
{
    private const string PortName = "s3";
    private const string DataFolder = "/var/lib/object-storage";

    private static readonly string Secrets = $"/etc/secrets/{SecretTable.ObjectStorage.Group}";

    private static readonly string ReaderSecrets = $"/etc/secrets/{SecretTable.ObjectStorageReader.Group}";

    private static ServiceEntry Storage => ServiceTable.ObjectStorage;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context)
    {
        yield return WorkloadParts.Account(context, Storage);
        yield return WorkloadParts.Service(context, Storage, PortName);
        yield return WorkloadParts.Headless(context, Storage, PortName);
        yield return new V1StatefulSet
        {
            ApiVersion = "apps/v1",
            Kind = "StatefulSet",
            Metadata = context.Meta(Storage),
            Spec = new V1StatefulSetSpec
            {
                Replicas = context.SettingsOf(Storage).Replicas,
                ServiceName = WorkloadParts.HeadlessName(Storage),
                Selector = WorkloadParts.Selector(Storage),
                UpdateStrategy = new V1StatefulSetUpdateStrategy { Type = "RollingUpdate" },
                Template = PodParts.Template(
                    context,
                    Storage,
                    Server(context),
                    [PodParts.SecretVolume(SecretTable.ObjectStorage, Storage), PodParts.SecretVolume(SecretTable.ObjectStorageReader, Storage), .. PostgresBackups.Secrets(context).Select(secret => PodParts.SecretVolume(secret, Storage)), CertificateObjects.Volume(Storage)]),
                VolumeClaimTemplates =
                    [WorkloadParts.Claim(context, Storage, context.Environment.ObjectStorage.Storage, context.Environment.ObjectStorage.StorageClass)],
            },
        };
    }

    private static V1Container Server(RenderContext context)
    {
        var container = PodParts.Container(
            context,
            Storage,
            Storage.Name,
            [
                PodParts.Variable("OBJECT_STORAGE_DATA", DataFolder),
                PodParts.Variable("OBJECT_STORAGE_ACCESS_KEY_FILE", $"{Secrets}/access-key"),
                PodParts.Variable("OBJECT_STORAGE_SECRET_KEY_FILE", $"{Secrets}/secret-key"),
                PodParts.Variable("OBJECT_STORAGE_READER_ACCESS_KEY_FILE", $"{ReaderSecrets}/access-key"),
                PodParts.Variable("OBJECT_STORAGE_READER_SECRET_KEY_FILE", $"{ReaderSecrets}/secret-key"),
                PodParts.Variable("OBJECT_STORAGE_READER_BUCKET", PublisherObjects.Bucket),
                .. PostgresBackups.Secrets(context).SelectMany(secret => (V1EnvVar[])
                [
                    PodParts.Variable("OBJECT_STORAGE_OWNER_ACCESS_KEY_FILE", $"/etc/secrets/{secret.Group}/access-key"),
                    PodParts.Variable("OBJECT_STORAGE_OWNER_SECRET_KEY_FILE", $"/etc/secrets/{secret.Group}/secret-key"),
                    PodParts.Variable("OBJECT_STORAGE_OWNER_BUCKET", PostgresBackups.Bucket),
                ]),
                PodParts.Variable("OBJECT_STORAGE_CERTIFICATE_FILE", $"{CertificateObjects.Folder}/tls.crt"),
                PodParts.Variable("OBJECT_STORAGE_KEY_FILE", $"{CertificateObjects.Folder}/tls.key"),
            ],
            [
                PodParts.Mount("data", DataFolder, readOnly: false),
                PodParts.SecretMount(SecretTable.ObjectStorage),
                PodParts.SecretMount(SecretTable.ObjectStorageReader),
                .. PostgresBackups.Secrets(context).Select(PodParts.SecretMount),
                CertificateObjects.Mount(),
            ]);
        container.Ports = [WorkloadParts.Port(PortName, Storage.ContainerPort)];
        ProbeParts.AddTcpProbes(container, PortName);
        return container;
    }
}
