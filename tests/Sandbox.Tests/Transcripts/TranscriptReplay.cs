using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Tests.Transcripts;

/// <summary>Recorded exchanges of a real API server, replayed against a kubeconfig with the tool that lies beside them in ../shared.</summary>
internal static class TranscriptReplay
{
    /// <summary>Replays the scenarios that need these things; fails with every difference that is not meant and with every meant one that is gone.</summary>
    /// <param name="needs">api, controllers or pods.</param>
    /// <param name="except">Scenarios that this cluster cannot play.</param>
    /// <param name="image">An image with a shell that its node can run.</param>
    /// <param name="missingImage">One that cannot be pulled.</param>
    /// <returns>How many scenarios were replayed.</returns>
    public static async Task<int> Run(string kubeconfig, string needs, IReadOnlyCollection<string> except, string image = "busybox:1", string missingImage = "127.0.0.1:9/missing:1")
    {
        var shared = Folder();
        if (shared is null) Assert.Skip("no recorded exchanges beside the repository (../shared/kubernetes/transcripts)");
        var report = Path.GetTempFileName();
        try
        {
            string[] scenarios = [.. Scenarios(shared, needs).Except(except)];
            scenarios.ShouldNotBeEmpty();
            var (exit, output, error) = await Python(kubeconfig, $"{shared}/tools/replay-transcripts.py", "--jobs", "6", "--json", report,
                "--image", image, "--missing-image", missingImage, "--only", $"^({string.Join('|', scenarios)})$", $"{shared}/kubernetes/transcripts");
            if (error.Contains("No module named", StringComparison.Ordinal)) Assert.Skip($"the replay needs Python with PyYAML: {error}");
            exit.ShouldBeInRange(0, 1, output + error);
            var found = JsonNode.Parse(await File.ReadAllTextAsync(report))!.AsObject();
            found.Count.ShouldBe(scenarios.Length, output + error);

            string[] differences = [.. found.SelectMany(s => s.Value!.AsArray().Select(d => $"{s.Key}: {d}"))];
            var meant = MeantDifference.All();
            differences.Where(d => !meant.Any(m => m.Covers(d))).ShouldBeEmpty();
            meant.Where(m => scenarios.Any(m.IsOf) && !differences.Any(m.Covers)).Select(m => m.Pattern).ShouldBeEmpty("differences that are listed as meant but do not exist");
            return scenarios.Length;
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static IEnumerable<string> Scenarios(string shared, string needs) =>
        from file in Directory.EnumerateFiles($"{shared}/kubernetes/transcripts", "*.json")
        let scenario = JsonNode.Parse(File.ReadAllText(file))!
        where (string?)scenario["needs"] == needs
        select (string)scenario["name"]!;

    private static async Task<(int Exit, string Output, string Error)> Python(string kubeconfig, params string[] arguments)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["KUBECONFIG"] = kubeconfig;
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output, await error);
        }
        catch (Win32Exception)
        {
            Assert.Skip("the replay needs python3 on PATH");
            throw;
        }
    }

    private static string? Folder()
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
