using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using k8s;

namespace SiteBuilder.Bench.Rollout;

/// <summary>The limit: nothing but one server-side apply for each object, 32 at once over HTTP/2. No order, no check, no record, no waiting.</summary>
internal sealed class PlainApplies(string kubeconfig)
{
    private const int AtOnce = 32;

    /// <summary>Seconds until the last answer; a new connection included.</summary>
    public async Task<double> RunAsync(IReadOnlyList<JsonObject> objects, CancellationToken ct)
    {
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig);
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        var start = Stopwatch.GetTimestamp();
        using var client = new Kubernetes(configuration);
        await Parallel.ForEachAsync(objects, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (item, stop) =>
        {
            using HttpRequestMessage request = new(HttpMethod.Patch, new Uri(client.BaseUri, Path(item))) { Version = HttpVersion.Version20, Content = new StringContent(item.ToJsonString(), Encoding.UTF8, "application/apply-patch+yaml") };
            if (client.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, stop);
            using var answer = await client.HttpClient.SendAsync(request, stop);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(stop);
        });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Path(JsonObject item)
    {
        var version = (string)item["apiVersion"]!;
        var plural = ((string)item["kind"]!).ToLowerInvariant() + "s";
        return $"{(version.Contains('/') ? "apis" : "api")}/{version}/namespaces/{item["metadata"]!["namespace"]}/{plural}/{item["metadata"]!["name"]}?fieldManager=bench&force=true";
    }
}
