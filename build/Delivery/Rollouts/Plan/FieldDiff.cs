using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>Two states of one object, field by field. Elements of lists are found by their name, so that a new one does not shift the rest.</summary>
internal static class FieldDiff
{
    private const int LongestValue = 160;
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal) { "metadata.managedFields", "metadata.resourceVersion", "metadata.generation", "metadata.uid", "metadata.creationTimestamp", "status" };

    /// <summary>What differs; the values of Secrets are masked.</summary>
    public static IReadOnlyList<FieldChange> Between(JsonObject before, JsonObject after)
    {
        var changes = new List<FieldChange>();
        Walk("", before, after, changes);
        return SecretMask.Apply(after, changes);
    }

    private static void Walk(string path, JsonNode? before, JsonNode? after, List<FieldChange> changes)
    {
        if (Ignored.Contains(path))
        {
            return;
        }

        switch (before, after)
        {
            case (JsonObject left, JsonObject right):
                foreach (var name in left.Select(p => p.Key).Union(right.Select(p => p.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal))
                {
                    Walk(path.Length == 0 ? name : $"{path}.{name}", left[name], right[name], changes);
                }

                break;

            case (JsonArray left, JsonArray right) when Keys(left) is { } leftKeys && Keys(right) is { } rightKeys:
                foreach (var key in leftKeys.Keys.Union(rightKeys.Keys, StringComparer.Ordinal))
                {
                    Walk($"{path}[{key}]", leftKeys.GetValueOrDefault(key), rightKeys.GetValueOrDefault(key), changes);
                }

                break;

            default:
                if (!JsonNode.DeepEquals(before, after))
                {
                    changes.Add(new FieldChange(path, Show(before), Show(after)));
                }

                break;
        }
    }

    /// <summary>The elements by name or port; null where they have neither or one twice.</summary>
    private static Dictionary<string, JsonNode?>? Keys(JsonArray list)
    {
        var result = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var element in list)
        {
            var key = element.Text("name") ?? element.Text("containerPort") ?? element.Text("port") ?? element.Text("mountPath") ?? element.Text("type");
            if (key is null || !result.TryAdd(key, element))
            {
                return null;
            }
        }

        return result;
    }

    internal static string? Show(JsonNode? node)
    {
        var text = node?.ToJsonString();
        return text is { Length: > LongestValue } ? $"{text[..LongestValue]}... ({text.Length} characters)" : text;
    }
}
