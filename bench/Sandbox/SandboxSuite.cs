using System.Diagnostics;
using k8s;

namespace SiteBuilder.Bench.Sandbox;

/// <summary>
/// The sandbox as a process: how soon it answers, how fast it lists many objects, and what memory it then holds.
/// The peer is the API server of the kubeconfig in SITEBUILDER_TEST_KUBECONFIG, where there is one.
/// </summary>
internal static class SandboxSuite
{
    private const int Runs = 7;
    private const int Objects = 5000;
    private const string Namespace = "bench";

    /// <summary>What one ConfigMap carries; with its metadata some 1,000 bytes of JSON.</summary>
    private const int PayloadLength = 600;

    public static async Task<IReadOnlyList<Comparison>> RunAsync(string root, CancellationToken ct)
    {
        await SandboxProcess.BuildAsync(root, ct);
        List<double> starts = [];
        for (var run = 0; run < Runs; run++)
        {
            await using var started = await SandboxProcess.StartAsync(root, ct);
            starts.Add(started.StartSeconds);
        }

        await using var sandbox = await SandboxProcess.StartAsync(root, ct);
        using Kubernetes ours = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(sandbox.Kubeconfig));
        using var theirs = Environment.GetEnvironmentVariable("SITEBUILDER_TEST_KUBECONFIG") is { Length: > 0 } file ? new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(file)) : null;
        await FillAsync(ours, ct);
        try
        {
            if (theirs is not null) await FillAsync(theirs, ct);
            var list = theirs is null
                ? new Comparison(ListOfMany, await TimesAsync(() => ListAsync(ours, ct)), Peer, [])
                : await Timed.SideBySideAsync(ListOfMany, Runs, () => ListAsync(ours, ct), Peer, () => ListAsync(theirs, ct));
            return [new("start to ready", starts), list, new($"memory with {Objects} objects", [sandbox.ResidentMebibytes()], Unit: "MiB")];
        }
        finally
        {
            if (theirs is not null) await theirs.CoreV1.DeleteNamespaceAsync(Namespace, cancellationToken: CancellationToken.None);
        }
    }

    private static string ListOfMany => $"list of {Objects} ConfigMaps";

    private const string Peer = "kube-apiserver";

    private static async Task FillAsync(Kubernetes client, CancellationToken ct)
    {
        Console.WriteLine($"{Objects} ConfigMaps to {client.BaseUri}");
        await client.CoreV1.CreateNamespaceAsync(new k8s.Models.V1Namespace { Metadata = new() { Name = Namespace } }, cancellationToken: ct);
        await Parallel.ForEachAsync(Enumerable.Range(0, Objects), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = ct }, async (number, stop) =>
            await client.CoreV1.CreateNamespacedConfigMapAsync(
                new k8s.Models.V1ConfigMap { Metadata = new() { Name = $"config-{number}" }, Data = new Dictionary<string, string> { ["text"] = new('x', PayloadLength) } },
                Namespace, cancellationToken: stop));
    }

    /// <summary>Seconds until the last byte of the whole list.</summary>
    private static async Task<double> ListAsync(Kubernetes client, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(client.BaseUri, $"api/v1/namespaces/{Namespace}/configmaps"));
        if (client.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, ct);
        using var answer = await client.HttpClient.SendAsync(request, ct);
        await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(ct);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<List<double>> TimesAsync(Func<Task<double>> measure)
    {
        List<double> times = [];
        for (var run = 0; run < Runs; run++) times.Add(await measure());
        return times;
    }
}
