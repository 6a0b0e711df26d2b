using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Custom;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>The secrets of the table for the External Secrets Operator: each an entry of the store, of which a namespace gets the keys that it reads.</summary>
internal static class ExternalSecretObjects
{
    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context) =>
        SecretObjects.InEachNamespace(context).Select(place => Secret(context, place.Secret, place.Namespace));

    private static CustomObject<ExternalSecretSpec> Secret(RenderContext context, SecretEntry secret, string @namespace)
    {
        var settings = context.Environment.Secrets;
        return new CustomObject<ExternalSecretSpec>
        {
            ApiVersion = "external-secrets.io/v1",
            Kind = "ExternalSecret",
            Metadata = SecretObjects.Meta(context, secret, @namespace),
            Spec = new ExternalSecretSpec(
                new ExternalSecretStore(settings.Store),
                new ExternalSecretTarget(SecretObjects.NameOf(secret, @namespace)),
                [.. secret.KeysOf(@namespace).Select(key => new ExternalSecretData(key.Name, new ExternalSecretReference($"{settings.Path}/{secret.Group}", key.Name)))]),
        };
    }
}
