using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>Makes the objects of a record whole again.</summary>
internal static class Rollback
{
    /// <summary>
    /// The objects of a record, with the values of its Secrets as they were before this run, else as they are in the cluster now. Secrets that are
    /// generated are left for the generator; what of the others is gone is named.
    /// </summary>
    /// <param name="before">Secrets as this run has found them.</param>
    public static async Task<RestoredObjects> ObjectsAsync(ReleaseRecord record, IReadOnlyDictionary<ObjectKey, JsonObject> before, ClusterClient client, CancellationToken ct)
    {
        var objects = new List<JsonObject>();
        var lost = new List<string>();
        foreach (var item in record.Objects)
        {
            var key = ObjectKey.Of(item);
            if (!item.IsSecret() || item["data"] is not JsonObject data || item.Annotation(RolloutNames.GenerateAnnotation) is not null)
            {
                objects.Add(item);
            }
            else if ((before.GetValueOrDefault(key) ?? await client.FindAsync(CoreResources.Secret, item.Namespace(), item.Name(), ct).ConfigureAwait(false)) is { } live)
            {
                objects.Add(item);
                foreach (var name in data.Select(p => p.Key).ToList())
                {
                    if (live.Text("data", name) is { } value)
                    {
                        data[name] = value;
                    }
                    else
                    {
                        data.Remove(name);
                        lost.Add($"key {name} of {key}");
                    }
                }
            }
            else
            {
                lost.Add(key.ToString());
            }
        }

        return new RestoredObjects(objects, lost);
    }
}
