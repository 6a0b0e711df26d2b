using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>
/// The cheap comparison: every field that is desired has this value already. May say no where the server would say yes (the server is then asked);
/// never says yes where applying would change something. What is in the live object only does not count here; see <see cref="OwnedFields"/>.
/// </summary>
internal static class FieldComparison
{
    private static readonly HashSet<string> QuantityMaps = new(StringComparer.Ordinal) { "requests", "limits", "hard", "capacity", "default", "defaultRequest", "max", "min" };

    /// <summary>Whether all desired fields are live with equal values.</summary>
    public static bool Holds(JsonNode? desired, JsonNode? live, bool quantities = false)
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
                    if (!present.TryGetPropertyValue(name, out var found) || !Holds(value, found, QuantityMaps.Contains(name) || (quantities && value is JsonValue)))
                    {
                        return false;
                    }
                }

                return true;

            case JsonArray wanted:
                return live is JsonArray list && list.Count == wanted.Count && wanted.Zip(list).All(pair => Holds(pair.First, pair.Second));

            case JsonValue wanted when live is JsonValue found:
                return JsonNode.DeepEquals(wanted, found) || (quantities && Quantities.Same(Scalar(wanted), Scalar(found)));

            default:
                return desired is null && live is null;
        }
    }

    private static string Scalar(JsonValue value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
