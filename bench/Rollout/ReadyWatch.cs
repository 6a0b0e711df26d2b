using System.Diagnostics;
using System.Text.Json.Nodes;
using k8s;

namespace SiteBuilder.Bench.Rollout;

/// <summary>Sees by a watch of its own when the last of some Deployments has become available.</summary>
internal sealed class ReadyWatch(Kubernetes client, string ns, int count)
{
    /// <summary>The timestamp of that moment.</summary>
    public async Task<long> LastReadyAsync(CancellationToken ct)
    {
        HashSet<string> ready = [];

        // a watch may end at any time; the next one tells first what there is
        while (true)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(client.BaseUri, $"apis/apps/v1/namespaces/{ns}/deployments?watch=true"));
            if (client.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, ct);
            using var answer = await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            using var lines = new StreamReader(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(ct));
            while (await lines.ReadLineAsync(ct) is { } line)
            {
                var item = JsonNode.Parse(line)!["object"]!;
                if (IsReady(item) && ready.Add((string)item["metadata"]!["name"]!) && ready.Count == count) return Stopwatch.GetTimestamp();
            }
        }
    }

    private static bool IsReady(JsonNode item) =>
        (long?)item["status"]?["observedGeneration"] == (long?)item["metadata"]!["generation"]
        && item["status"]?["conditions"]?.AsArray().Any(c => (string?)c!["type"] == "Available" && (string?)c["status"] == "True") == true;
}
