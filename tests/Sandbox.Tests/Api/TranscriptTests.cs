using System.Diagnostics;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Api;

/// <summary>Recorded exchanges of a real API server, replayed where they are at hand: beside the repository, in ../shared.</summary>
[Trait("Suite", "Service")]
public sealed class TranscriptTests
{
    /// <summary>Those that need the API alone and no controller.</summary>
    private static readonly string[] Scenarios =
    [
        "access-reviews", "apply-conflict", "apply-create-and-update", "apply-custom-object", "apply-errors", "crd-life", "crud-configmap", "crud-cronjob-defaults",
        "crud-ingress", "crud-namespace", "crud-rbac", "crud-service-clusterip", "delete-finalizers", "delete-preconditions", "discovery-version", "dry-run",
        "errors-bad-request", "errors-unknown-resource", "field-validation", "generate-name", "list-selectors", "status-subresource", "watch-basic",
        "watch-initial-events", "watch-too-old",
    ];

    [Fact]
    public async Task Recorded_exchanges_of_a_real_server_replay_without_a_difference()
    {
        var shared = Shared();
        if (shared is null) Assert.Skip("no recorded exchanges beside the repository (../shared/kubernetes/transcripts)");
        await using var api = await ApiServer.StartAsync(new ClusterOptions { RootCertificate = RecordedCertificate(shared) });
        var folder = Directory.CreateTempSubdirectory("transcripts-");
        try
        {
            var kubeconfig = Path.Combine(folder.FullName, "kubeconfig");
            await File.WriteAllTextAsync(kubeconfig, new JsonObject
            {
                ["clusters"] = new JsonArray(new JsonObject { ["name"] = "a", ["cluster"] = new JsonObject { ["server"] = api.Url } }),
                ["contexts"] = new JsonArray(new JsonObject { ["name"] = "a", ["context"] = new JsonObject { ["cluster"] = "a" } }),
                ["current-context"] = "a",
            }.ToJsonString());
            var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])[$"{shared}/tools/replay-transcripts.py", "--jobs", "8", "--only", $"^({string.Join('|', Scenarios)})$", $"{shared}/kubernetes/transcripts"]) start.ArgumentList.Add(argument);
            start.Environment["KUBECONFIG"] = kubeconfig;
            using var replay = Process.Start(start)!;
            var output = await replay.StandardOutput.ReadToEndAsync();
            var error = await replay.StandardError.ReadToEndAsync();
            await replay.WaitForExitAsync();
            if (error.Contains("No module named", StringComparison.Ordinal)) Assert.Skip($"the replay needs Python with PyYAML: {error}");
            replay.ExitCode.ShouldBe(0, output + error);
            output.Split('\n').Count(l => l.StartsWith("ok", StringComparison.Ordinal)).ShouldBe(Scenarios.Length, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? Shared()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "SiteBuilder.sln")) || folder.Parent is null) continue;
            var shared = Path.Combine(folder.Parent.FullName, "shared");
            return Directory.Exists(Path.Combine(shared, "kubernetes", "transcripts")) ? shared : null;
        }
        return null;
    }

    /// <summary>The recording shows the certificate of its cluster in every namespace.</summary>
    private static string RecordedCertificate(string shared)
    {
        var steps = JsonNode.Parse(File.ReadAllText($"{shared}/kubernetes/transcripts/list-selectors.json"))!["steps"]!.AsArray();
        var items = steps.SelectMany(s => s!["expect"]?["body"]?["items"]?.AsArray() ?? []);
        return (string)items.First(i => i!["data"]?["ca.crt"] is not null)!["data"]!["ca.crt"]!;
    }
}
