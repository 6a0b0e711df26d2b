using System.Globalization;
using System.Text.RegularExpressions;

namespace SiteBuilder.EndToEnd.Tests;

/// <summary>What builds, pushes and writes there were, counted where they happen and not by the build's own word.</summary>
internal sealed partial record Counters(IReadOnlyDictionary<string, DateTime> Layouts, int Pushes, int Writes)
{
    /// <summary>What is written without a change: the lock, questions about rights, and Patroni's sign of life, in Endpoints and in the annotations of its pods.</summary>
    private static readonly string[] s_others = ["leases", "selfsubjectaccessreviews", "endpoints", "pods"];

    public static async Task<Counters> ReadAsync(Checkout checkout)
    {
        var layouts = Directory.EnumerateFiles(Path.Combine(checkout.Folder, "artifacts", "images"), "index.json", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileName(Path.GetDirectoryName(file)!), File.GetLastWriteTimeUtc);

        var registry = (await Commands.RunAsync(checkout.Folder, "docker", ["container", "ls", "--format", "{{.Names}} {{.Ports}}"])).ShouldSucceed().Output
            .Split('\n').Single(line => line.Contains($":{checkout.RegistryPort}->", StringComparison.Ordinal)).Split(' ')[0];
        var log = await Commands.RunAsync(checkout.Folder, "docker", ["logs", registry]);
        var pushes = RegistryWrite().Count(log.Output + log.Error);

        var metrics = await checkout.KubectlAsync("get", "--raw", "/metrics");
        var writes = metrics.Split('\n')
            .Where(line => ApiWrite().IsMatch(line) && !line.Contains("dry_run=\"All\"", StringComparison.Ordinal) && !s_others.Any(other => line.Contains($"resource=\"{other}\"", StringComparison.Ordinal)))
            .Sum(line => (int)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        return new Counters(layouts, pushes, writes);
    }

    [GeneratedRegex("\"(PUT|POST|PATCH) /v2/")]
    private static partial Regex RegistryWrite();

    [GeneratedRegex("^apiserver_request_total\\{.*verb=\"(POST|PUT|PATCH|APPLY|DELETE|DELETECOLLECTION)\"")]
    private static partial Regex ApiWrite();
}
