using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>Keeps the values of Secrets out of everything a reader sees.</summary>
internal static class SecretMask
{
    private const string Masked = "***";
    private const int ShortestLine = 16;

    /// <summary>The same changes, but of a Secret only which keys change.</summary>
    public static IReadOnlyList<FieldChange> Apply(JsonObject item, IReadOnlyList<FieldChange> changes) =>
        item.IsSecret() ? [.. changes.Select(c => IsValue(c.Path) ? Mask(c) : c)] : changes;

    /// <summary>A filter that knows every value of the Secrets among the objects, as it is and as base64.</summary>
    public static Redaction Filter(IEnumerable<JsonObject?> objects)
    {
        var filter = new Redaction();
        foreach (var item in objects)
        {
            if (item?.IsSecret() == true && item["data"] is JsonObject data)
            {
                foreach (var (_, value) in data)
                {
                    Hide(filter, value.Text() ?? "");
                }
            }
        }

        return filter;
    }

    private static void Hide(Redaction filter, string encoded)
    {
        filter.Hide(encoded);
        var buffer = new byte[encoded.Length];
        if (Convert.TryFromBase64String(encoded, buffer, out var length))
        {
            var value = Encoding.UTF8.GetString(buffer, 0, length);
            filter.Hide(value);
            // of a key in PEM each line by itself, as logs have lines
            foreach (var line in value.Split('\n').Where(line => line.Length >= ShortestLine && line.Length < value.Length && !line.StartsWith("-----", StringComparison.Ordinal)))
            {
                filter.Hide(line);
            }
        }
    }

    private static bool IsValue(string path) =>
        path.StartsWith("data", StringComparison.Ordinal) || path.StartsWith("stringData", StringComparison.Ordinal) || path.StartsWith("metadata.annotations.kubectl.kubernetes.io/last-applied", StringComparison.Ordinal)
        || path == "metadata.annotations";

    private static FieldChange Mask(FieldChange change)
    {
        var keys = change.Path is "data" or "stringData";
        return new FieldChange(change.Path, change.Before is null ? null : keys ? "{***}" : Masked, change.After is null ? null : keys ? "{***}" : Masked);
    }
}
