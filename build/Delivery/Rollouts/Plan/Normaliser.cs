using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>Brings a desired object into the form in which it can be applied and compared.</summary>
internal static class Normaliser
{
    private static readonly string[] ServerFields = ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"];

    /// <summary>A copy without status and without what only the server sets, texts without a value empty, other nulls dropped, a Secret's <c>stringData</c> turned into <c>data</c>, marked as ours.</summary>
    public static JsonObject Desired(JsonObject item, string release)
    {
        var copy = item.Copy();
        copy.Remove("status");
        if (copy["metadata"] is not JsonObject metadata)
        {
            copy["metadata"] = metadata = [];
        }

        foreach (var field in ServerFields)
        {
            metadata.Remove(field);
        }

        TextMaps.FillEmpty(copy);
        DropNulls(copy);
        if (copy.IsSecret())
        {
            EncodeStringData(copy);
        }

        if (metadata["labels"] is not JsonObject labels)
        {
            metadata["labels"] = labels = [];
        }

        labels[RolloutNames.ManagedByLabel] ??= RolloutNames.FieldManager;
        labels[RolloutNames.ReleaseLabel] = release;
        return copy;
    }

    private static void EncodeStringData(JsonObject secret)
    {
        if (secret["stringData"] is not JsonObject texts)
        {
            return;
        }

        if (secret["data"] is not JsonObject data)
        {
            secret["data"] = data = [];
        }

        foreach (var (key, value) in texts)
        {
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Text() ?? ""));
        }

        secret.Remove("stringData");
    }

    private static void DropNulls(JsonNode node)
    {
        if (node is JsonObject item)
        {
            foreach (var name in item.Where(p => p.Value is null).Select(p => p.Key).ToList())
            {
                item.Remove(name);
            }

            foreach (var (_, value) in item)
            {
                DropNulls(value!);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var value in list.Where(v => v is not null))
            {
                DropNulls(value!);
            }
        }
    }
}
