using System.Globalization;
using k8s.Models;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>
/// The generated secrets: objects without data, which the roll-out fills from the live cluster or with random values made once.
/// The name carries a hash of the definition, so that a rotation or a new key rolls the pods that read it.
/// </summary>
internal static class SecretObjects
{
    public static IEnumerable<V1Secret> Of(RenderContext context) =>
        SecretTable.All.SelectMany(secret => secret.Namespaces.Select(@namespace => Secret(context, secret, @namespace)));

    /// <summary>The Secret's name in a namespace.</summary>
    public static string NameOf(SecretEntry secret, string @namespace) =>
        $"{secret.Group}-{ContentHash.Of($"{Definition(secret, @namespace)};{Rotation(secret)}")}";

    private static V1Secret Secret(RenderContext context, SecretEntry secret, string @namespace) => new()
    {
        ApiVersion = "v1",
        Kind = "Secret",
        Metadata = new V1ObjectMeta
        {
            Name = NameOf(secret, @namespace),
            NamespaceProperty = @namespace,
            Labels = new SortedDictionary<string, string>(context.Labels(secret.Group, @namespace), StringComparer.Ordinal) { [ObjectLabels.Secret] = secret.Group },
            Annotations = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [ObjectLabels.Generate] = Definition(secret, @namespace),
                [ObjectLabels.Rotation] = Rotation(secret),
            },
        },
        Type = "Opaque",
    };

    private static string Definition(SecretEntry secret, string @namespace) => $"{secret.Group}:"
        + string.Join(',', secret.KeysOf(@namespace).Select(key => string.Create(CultureInfo.InvariantCulture, $"{key.Name}={key.Length}")));

    private static string Rotation(SecretEntry secret) => secret.Rotation.ToString(CultureInfo.InvariantCulture);
}
