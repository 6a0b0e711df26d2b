using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>Makes the objects of a record whole again.</summary>
internal static class Rollback
{
    /// <summary>
    /// The objects of a record, with the values of its Secrets as they were before this run, else as they are in the cluster now; a Secret that
    /// is gone is left out.
    /// </summary>
    /// <param name="before">Secrets as this run has found them.</param>
    public static async Task<IReadOnlyList<JsonObject>> ObjectsAsync(ReleaseRecord record, IReadOnlyDictionary<ObjectKey, JsonObject> before, ClusterClient client, CancellationToken ct)
    {
        var objects = new List<JsonObject>();
        foreach (var item in record.Objects)
        {
            if (!item.IsSecret() || item["data"] is not JsonObject data)
            {
                objects.Add(item);
            }
            else if ((before.GetValueOrDefault(ObjectKey.Of(item)) ?? await client.FindAsync(CoreResources.Secret, item.Namespace(), item.Name(), ct).ConfigureAwait(false)) is { } live)
            {
                foreach (var key in data.Select(p => p.Key).ToList())
                {
                    if (live.Text("data", key) is { } value)
                    {
                        data[key] = value;
                    }
                    else
                    {
                        data.Remove(key);
                    }
                }

                objects.Add(item);
            }
        }

        return objects;
    }
}
