using System.Collections.Immutable;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Manifests.Services;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Images;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests;

/// <summary>Our own workloads as Kubernetes objects: a pure function of the environment and the pinned images.</summary>
public static class PlatformManifests
{
    /// <summary>The images that <see cref="Render"/> looks up in the lock, sorted.</summary>
    public static IReadOnlyList<ImageName> Images(DeliveryEnvironment environment) => [.. ServiceTable.Of(environment).Select(service => service.Image).Distinct().Order()];

    /// <summary>
    /// A lock for reviews: every image of the environment's registry under the digest of zeros, so that what is rendered with it changes only
    /// when the environment or the manifests do.
    /// </summary>
    public static ImageLock ReviewLock(DeliveryEnvironment environment) => new(Images(environment).ToImmutableSortedDictionary(
        image => image,
        image => $"{environment.Repository(image)}@sha256:{new string('0', 64)}"));

    /// <summary>All objects of an environment, sorted by namespace, kind and name; cluster-wide ones first.</summary>
    /// <exception cref="KeyNotFoundException">The lock lacks one of <see cref="Images(DeliveryEnvironment)"/>.</exception>
    /// <exception cref="InvalidOperationException">Two objects have the same kind, namespace and name: a fault in our tables.</exception>
    public static IReadOnlyList<JsonObject> Render(DeliveryEnvironment environment, ImageLock images)
    {
        var context = new RenderContext(environment, images);
        List<IKubernetesObject<V1ObjectMeta>> objects =
        [
            .. AdmissionObjects.Of(context),
            .. NamespaceObjects.Of(context),
            .. SecretObjects.Of(context),
            .. ServiceLogin.Of(context),
            .. CertificateObjects.Of(context),
            .. PostgresServers.Of(context).SelectMany(server => PostgresObjects.Of(context, server)),
            .. PostgresServers.PoolersOf(context).SelectMany(pooler => PgbouncerObjects.Of(context, pooler)),
            .. RedisObjects.Of(context),
            .. ObjectStorageObjects.Of(context),
            .. AuthObjects.Of(context),
            .. MediaObjects.Of(context),
            .. PublisherObjects.Of(context),
            .. SitesObjects.Of(context),
            .. StorefrontObjects.Of(context),
            .. ServiceTable.Of(environment).Where(service => service.Settings is not null).SelectMany(service => PlainService.Of(context, service)),
            .. WafObjects.Of(context),
            .. IngressObjects.Of(context),
            .. NetworkPolicyObjects.Of(context),
            .. NeighbourObjects.Of(context),
        ];
        objects.AddRange([.. QuotaObjects.Of(context, objects)]);
        var sorted = new SortedDictionary<string, IKubernetesObject<V1ObjectMeta>>(StringComparer.Ordinal);
        foreach (var item in objects)
        {
            if (!sorted.TryAdd($"{item.Metadata.NamespaceProperty} {item.Kind} {item.Metadata.Name}", item))
            {
                throw new InvalidOperationException($"{item.Kind} '{item.Metadata.Name}' is rendered twice in namespace '{item.Metadata.NamespaceProperty}'.");
            }
        }

        return [.. sorted.Values.Select(ObjectNode.From)];
    }
}
