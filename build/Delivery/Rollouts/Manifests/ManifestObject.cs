using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>One object and where it stands.</summary>
internal sealed class ManifestObject(JsonObject item, ManifestText text, ReadDocument document)
{
    public JsonObject Item { get; } = item;

    /// <summary>File and line of its beginning.</summary>
    public string Place { get; } = text.At(document.Lines.GetValueOrDefault(item, document.Line));

    /// <summary>File and line of a value in it; its own where that of the value is not known.</summary>
    public string PlaceOf(JsonNode node) => document.Lines.TryGetValue(node, out var line) ? text.At(line) : Place;

    /// <summary>The objects of a document: itself, or the items of its lists, however deep. What is no object is noted.</summary>
    public static IReadOnlyList<ManifestObject> All(ManifestText text, ReadDocument document, ICollection<ManifestProblem> problems)
    {
        var found = new List<ManifestObject>();
        if (document.Root is { } root)
        {
            Collect(root);
        }

        return found;

        void Collect(JsonNode? node)
        {
            if (node is not JsonObject item)
            {
                var line = node is null ? document.Line : document.Lines.GetValueOrDefault(node, document.Line);
                problems.Add(new ManifestProblem(text.At(line), $"expected an object with apiVersion, kind and metadata, found {Describe(node)}"));
            }
            else if (item["items"] is JsonArray items && item.Kind().EndsWith("List", StringComparison.Ordinal))
            {
                foreach (var part in items)
                {
                    Complete(part as JsonObject, item);
                    Collect(part);
                }
            }
            else if (IsEmptyList(item))
            {
                // what a chart leaves of a list that has nothing in it
            }
            else
            {
                found.Add(new ManifestObject(item, text, document));
            }
        }
    }

    private static bool IsEmptyList(JsonObject item) => item.TryGetPropertyValue("items", out var items) && items is null && item.Kind().EndsWith("List", StringComparison.Ordinal);

    /// <summary>The API server leaves out of a list of one kind what each of its items is.</summary>
    private static void Complete(JsonObject? part, JsonObject list)
    {
        if (part is not null && list.Kind() is { Length: > 4 } kind)
        {
            part["apiVersion"] ??= list.ApiVersion();
            part["kind"] ??= kind[..^4];
        }
    }

    private static string Describe(JsonNode? node) => node switch
    {
        null => "nothing",
        JsonArray => "a list (put its objects into documents of their own, with --- between them)",
        _ => $"the text {node.ToJsonString()}",
    };
}
