using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace SiteBuilder.Manifests.Parts;

/// <summary>Turns typed objects into the JSON nodes that travel from here on.</summary>
internal static class ObjectNode
{
    public static JsonObject From(IKubernetesObject<V1ObjectMeta> item) => JsonNode.Parse(KubernetesJson.Serialize((object)item))!.AsObject();
}
