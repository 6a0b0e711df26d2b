using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

internal sealed partial class ClusterClient
{
    /// <summary>What changes after a resource version, of one object where it is named, until the server ends the watch. A history that is gone is an <see cref="ApiRefusedException"/> with 410.</summary>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(ApiResource resource, string? ns, string? labels, string resourceVersion, [EnumeratorCancellation] CancellationToken ct, string? name = null)
    {
        var one = name is null ? "" : $"&fieldSelector={Uri.EscapeDataString($"metadata.name={name}")}";
        var path = $"{resource.Path(ns)}?watch=true&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(resourceVersion)}{Selector(labels)}{one}";
        using var answer = await InTimeAsync(limited => OpenAsync(HttpMethod.Get, path, null, null, "application/json", limited), ct).ConfigureAwait(false);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(ct).ConfigureAwait(false));
        while (await reader.ReadLineAsync(ct).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            var node = JsonNode.Parse(line);
            var item = node.At("object") as JsonObject ?? [];
            if (node.Text("type") == "ERROR")
            {
                throw ApiRefusedException.From(int.TryParse(item.Text("code"), out var code) ? code : 500, item.ToJsonString());
            }

            yield return new WatchEvent(node.Text("type") ?? "", item);
        }
    }
}
