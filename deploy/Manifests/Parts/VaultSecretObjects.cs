using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Custom;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>
/// The secrets of the table for the Vault Secrets Operator. Each namespace reads as an account of its own, so that Vault's policies can keep the
/// namespaces apart, and of each entry the version that is the rotation's number.
/// </summary>
internal static class VaultSecretObjects
{
    /// <summary>Group and version of the operator's kinds.</summary>
    public const string Group = "secrets.hashicorp.com/v1beta1";

    /// <summary>The account that Vault knows a namespace by; no pod runs as it.</summary>
    public const string Reader = "secret-reader";

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context) =>
    [
        .. SecretObjects.InEachNamespace(context).Select(place => place.Namespace).Distinct().SelectMany(@namespace => Auth(context, @namespace)),
        .. SecretObjects.InEachNamespace(context).Select(place => Secret(context, place.Secret, place.Namespace)),
    ];

    private static IEnumerable<IKubernetesObject<V1ObjectMeta>> Auth(RenderContext context, string @namespace) =>
    [
        new V1ServiceAccount { ApiVersion = "v1", Kind = "ServiceAccount", Metadata = context.Meta(Reader, @namespace), AutomountServiceAccountToken = false },
        new CustomObject<VaultAuthSpec>
        {
            ApiVersion = Group,
            Kind = "VaultAuth",
            Metadata = context.Meta(Reader, @namespace),
            Spec = new VaultAuthSpec(new VaultKubernetesAuth($"sitebuilder-{context.Environment.Name}-{@namespace}", Reader)),
        },
    ];

    private static CustomObject<VaultStaticSecretSpec> Secret(RenderContext context, SecretEntry secret, string @namespace)
    {
        var settings = context.Environment.Secrets;
        return new CustomObject<VaultStaticSecretSpec>
        {
            ApiVersion = Group,
            Kind = "VaultStaticSecret",
            Metadata = SecretObjects.Meta(context, secret, @namespace),
            Spec = new VaultStaticSecretSpec(
                Reader,
                settings.Mount,
                $"{settings.Path}/{secret.Group}",
                secret.Rotation,
                new VaultDestination(SecretObjects.NameOf(secret, @namespace), new VaultTransformation([.. secret.KeysOf(@namespace).Select(key => $"^{Regex.Escape(key.Name)}$")]))),
        };
    }
}
