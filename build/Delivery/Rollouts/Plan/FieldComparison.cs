using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>
/// The cheap comparison: every field that is desired has this value already. May say no where the server would say yes (the server is then asked);
/// never says yes where applying would change something. What is in the live object only does not count here; see <see cref="OwnedFields"/>.
/// </summary>
internal static class FieldComparison
{
    private static readonly HashSet<string> QuantityMaps = new(StringComparer.Ordinal) { "requests", "limits", "hard", "capacity", "default", "defaultRequest", "max", "min" };

    /// <summary>Whether all desired fields are live with equal values.</summary>
    public static bool Holds(JsonObject desired, JsonObject live) => Holds(desired, live, KnowsQuantities(desired) ? QuantityMaps : [], false);

    /// <summary>The same for one value of an object.</summary>
    /// <param name="item">The object; it tells whether its amounts may be written in many ways.</param>
    /// <param name="parent">Name of the field that the value is in.</param>
    public static bool Agrees(JsonObject item, string parent, JsonNode? wanted, JsonNode? found)
    {
        var maps = KnowsQuantities(item) ? QuantityMaps : [];
        return Holds(wanted, found, maps, maps.Contains(parent));
    }

    private static bool Holds(JsonNode? desired, JsonNode? live, HashSet<string> maps, bool quantities)
    {
        switch (desired)
        {
            case JsonObject wanted:
                if (live is not JsonObject present)
                {
                    return false;
                }

                foreach (var (name, value) in wanted)
                {
                    // the map itself makes its values quantities: "max" of a ConfigMap's data is but a text
                    if (!present.TryGetPropertyValue(name, out var found) || !Holds(value, found, maps, value is JsonValue ? quantities : maps.Contains(name)))
                    {
                        return false;
                    }
                }

                return true;

            case JsonArray wanted:
                return live is JsonArray list && list.Count == wanted.Count && wanted.Zip(list).All(pair => Holds(pair.First, pair.Second, maps, false));

            case JsonValue wanted when live is JsonValue found:
                return JsonNode.DeepEquals(wanted, found) || (quantities && Quantities.Same(Scalar(wanted), Scalar(found)));

            default:
                return desired is null && live is null;
        }
    }

    /// <summary>Only the API's own kinds are known to mean an amount, whatever way it is written; a custom resource may mean the text.</summary>
    private static bool KnowsQuantities(JsonObject item)
    {
        var group = ObjectKey.GroupOf(item.ApiVersion());
        return !group.Contains('.', StringComparison.Ordinal) || group.EndsWith(".k8s.io", StringComparison.Ordinal);
    }

    private static string Scalar(JsonValue value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
