using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Hosting;

namespace SiteBuilder.Sandbox.Tests.Api;

/// <summary>Recorded exchanges of a real API server, replayed where they are at hand: beside the repository, in ../shared.</summary>
[Trait("Suite", "Service")]
public sealed class TranscriptTests
{
    [Fact]
    public async Task Recorded_exchanges_of_a_real_server_replay_without_a_difference_that_is_not_meant()
    {
        var shared = Shared();
        if (shared is null) Assert.Skip("no recorded exchanges beside the repository (../shared/kubernetes/transcripts)");
        var folder = Directory.CreateTempSubdirectory("transcripts-");
        try
        {
            var options = new SandboxOptions
            {
                Name = "transcripts",
                DataDirectory = Path.Combine(folder.FullName, "data"),
                ApiPort = 0,
                IngressPort = 0,
                Runtime = SandboxRuntime.Scripted,
            };
            await using var host = await SandboxHost.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);
            var found = Path.Combine(folder.FullName, "differences.json");
            var output = await ReplayAsync(shared, host.KubeconfigPath, found);
            File.Exists(found).ShouldBeTrue(output);

            var meant = MeantDifferences();
            var used = new HashSet<string>(StringComparer.Ordinal);
            var differences = JsonNode.Parse(await File.ReadAllTextAsync(found))!.AsObject();
            var unmeant = differences.SelectMany(s => s.Value!.AsArray().Select(d => $"{s.Key}: {d}")).Where(line =>
            {
                var reason = meant.FirstOrDefault(m => m.Pattern.IsMatch(line));
                if (reason.Pattern is not null) used.Add(reason.Pattern.ToString());
                return reason.Pattern is null;
            }).ToList();

            unmeant.ShouldBeEmpty(string.Join('\n', unmeant));
            differences.Count.ShouldBeGreaterThan(30, output);
            meant.Select(m => m.Pattern.ToString()).Except(used).ShouldBeEmpty("differences that are listed as meant but do not exist");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> ReplayAsync(string shared, string kubeconfig, string differences)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [$"{shared}/tools/replay-transcripts.py", "--jobs", "4", "--needs", "api", "--json", differences, $"{shared}/kubernetes/transcripts"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["KUBECONFIG"] = kubeconfig;
        try
        {
            using var replay = Process.Start(start)!;
            var output = replay.StandardOutput.ReadToEndAsync();
            var error = await replay.StandardError.ReadToEndAsync();
            await replay.WaitForExitAsync();
            if (error.Contains("No module named", StringComparison.Ordinal)) Assert.Skip($"the replay needs Python with PyYAML: {error}");
            return await output + error;
        }
        catch (Win32Exception)
        {
            Assert.Skip("the replay needs python3 on PATH");
            return "";
        }
    }

    /// <summary>Every line of MeantDifferences.txt that is no comment: a pattern, a tab-less arrow, and why the sandbox differs there.</summary>
    private static List<(Regex Pattern, string Reason)> MeantDifferences()
    {
        using var stream = typeof(TranscriptTests).Assembly.GetManifestResourceStream("MeantDifferences.txt")!;
        return [.. new StreamReader(stream).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(l => !l.StartsWith('#')).Select(l => l.Split(" => ", 2)).Select(l => (new Regex(l[0]), l[1]))];
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
}
