using System.Globalization;
using k8s;
using k8s.Models;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>
/// The secrets of the table, by whichever back end the environment has. The name carries a hash of the definition, so that a rotation or a new
/// key is another Secret and rolls the pods that read it.
/// </summary>
internal static class SecretObjects
{
    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context) => context.Environment.Secrets.Backend switch
    {
        SecretBackend.Vault => VaultSecretObjects.Of(context),
        SecretBackend.ExternalSecrets => ExternalSecretObjects.Of(context),
        _ => InEachNamespace(context).Select(place => Generated(context, place.Secret, place.Namespace)),
    };

    /// <summary>Each group in each namespace that reads it.</summary>
    public static IEnumerable<(SecretEntry Secret, string Namespace)> InEachNamespace(RenderContext context) =>
        SecretTable.Of(context.Environment).SelectMany(secret => secret.Namespaces.Select(@namespace => (secret, @namespace)));

    /// <summary>The Secret's name in a namespace.</summary>
    public static string NameOf(SecretEntry secret, string @namespace) =>
        $"{secret.Group}-{ContentHash.Of($"{Definition(secret, @namespace)};{Rotation(secret)}")}";

    /// <summary>Metadata of the Secret, or of what brings it.</summary>
    public static V1ObjectMeta Meta(RenderContext context, SecretEntry secret, string @namespace) => new()
    {
        Name = NameOf(secret, @namespace),
        NamespaceProperty = @namespace,
        Labels = new SortedDictionary<string, string>(context.Labels(secret.Group, @namespace), StringComparer.Ordinal) { [ObjectLabels.Secret] = secret.Group },
    };

    /// <summary>An object without data, which the roll-out fills from the live cluster or with random values made once.</summary>
    private static V1Secret Generated(RenderContext context, SecretEntry secret, string @namespace)
    {
        var meta = Meta(context, secret, @namespace);
        meta.Annotations = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [ObjectLabels.Generate] = Definition(secret, @namespace),
            [ObjectLabels.Rotation] = Rotation(secret),
        };
        return new V1Secret { ApiVersion = "v1", Kind = "Secret", Metadata = meta, Type = "Opaque" };
    }

    private static string Definition(SecretEntry secret, string @namespace) => $"{secret.Group}:"
        + string.Join(',', secret.KeysOf(@namespace).Select(key => string.Create(CultureInfo.InvariantCulture, $"{key.Name}={key.Length}")));

    private static string Rotation(SecretEntry secret) => secret.Rotation.ToString(CultureInfo.InvariantCulture);
}
