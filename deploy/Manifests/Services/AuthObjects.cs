using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>Auth and the Job that brings its database up to date, with an owner for each brand, before new pods start.</summary>
internal static class AuthObjects
{
    private const string Secrets = "/etc/secrets/auth";

    private static ServiceEntry Auth => ServiceTable.Auth;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context)
    {
        var brands = BrandsFile.Of(context, Auth);
        V1Volume[] volumes = [BrandsFile.Volume(brands), PodParts.SecretVolume(SecretTable.Auth, Auth), .. ServiceLogin.Volumes(context, Auth), CertificateObjects.TrustVolume()];
        return [brands, MigrationJob.Account(context, Auth), MigrationJob.Of(context, Auth, Migrator(context), volumes), .. DotNetService.Of(context, Auth, Server(context), volumes)];
    }

    private static V1Container Server(RenderContext context) => Container(
        context,
        Auth.Name,
        FlowCaller.Service,
        PodParts.Variable("Auth__Address", $"http://{Auth.ClusterHost}"),
        PodParts.Variable("Auth__KeyEncryptionFile", $"{Secrets}/key-encryption"));

    private static V1Container Migrator(RenderContext context) =>
        Container(context, MigrationJob.NameOf(Auth), FlowCaller.Migration, PodParts.Variable("Auth__OwnerPasswordFile", $"{Secrets}/owner-password"));

    private static V1Container Container(RenderContext context, string name, FlowCaller by, params V1EnvVar[] own) => PodParts.Container(
        context,
        Auth,
        name,
        [.. DotNetService.Database(context, Auth, "Auth", by), PodParts.Variable("Auth__BrandsFile", BrandsFile.Path), .. own, .. DotNetService.Telemetry(context, name)],
        [BrandsFile.Mount(), PodParts.SecretMount(SecretTable.Auth), .. ServiceLogin.Mounts(context, Auth), CertificateObjects.TrustMount()]);
}
