using System.Globalization;
using k8s;

namespace SiteBuilder.Bench.Rollout;

/// <summary>How many requests an API server has answered, from its own metrics; null where it has none.</summary>
internal static class RequestCounter
{
    private const string Metric = "apiserver_request_total{";
    private static readonly string[] s_noise = ["resource=\"leases\"", "verb=\"WATCH\"", "subresource=\"/metrics\""];

    public static async Task<double?> ReadAsync(Kubernetes client, CancellationToken ct)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(client.BaseUri, "metrics"));
        if (client.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, ct);
        using var answer = await client.HttpClient.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode) return null;
        var lines = (await answer.Content.ReadAsStringAsync(ct)).Split('\n').Where(line => line.StartsWith(Metric, StringComparison.Ordinal)).ToList();
        return lines.Count == 0 ? null : lines.Where(line => !Array.Exists(s_noise, line.Contains)).Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
