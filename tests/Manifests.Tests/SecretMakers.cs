using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Secrets;

namespace SiteBuilder.Manifests.Tests;

/// <summary>What brings a Secret into a namespace, and with which keys: the object itself, or one of an operator.</summary>
internal static class SecretMakers
{
    /// <summary>The keys of every Secret, by namespace and name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Keys(IReadOnlyList<JsonObject> objects) =>
        objects.Where(item => Of(item) is not null).ToDictionary(item => $"{item.Namespace()}/{Of(item)!.Value.Name}", item => Of(item)!.Value.Keys);

    private static (string Name, IReadOnlyList<string> Keys)? Of(JsonObject item) => item.Kind() switch
    {
        "Secret" => (item.Name(), GenerateRule.Parse(item.Mark("annotations", ObjectLabels.Generate)!)!.Keys),
        "ExternalSecret" => (item.Text("spec.target.name")!, [.. item.Items("spec.data").Select(data => data.Text("secretKey")!)]),
        "VaultStaticSecret" or "VaultDynamicSecret" => (item.Text("spec.destination.name")!, [.. item.At("spec.destination.transformation.includes")!.AsArray().Select(pattern => pattern!.ToString().Trim('^', '$'))]),
        _ => null,
    };
}
