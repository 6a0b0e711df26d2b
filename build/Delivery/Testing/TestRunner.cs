using System.Diagnostics;
using System.Security;
using System.Text.Json;
using SiteBuilder.Delivery.Images.Hashing;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Testing;

/// <summary>
/// Builds the test projects in one run of MSBuild and runs them, each with a TRX and a coverage file. A project that passed runs again only when
/// one of its inputs changed; what tests skip for (an engine, a scanner) is an input too.
/// </summary>
/// <param name="runner">Runs dotnet.</param>
/// <param name="options">What and how.</param>
public sealed class TestRunner(ProcessRunner runner, TestOptions options)
{
    private const string NoTestsRan = "8";

    /// <summary>Runs the tests.</summary>
    /// <param name="progress">Hears each project and each failed test as it ends; null = nobody listens.</param>
    /// <param name="cancellation">Kills the test processes.</param>
    /// <returns>All projects, the failed ones included; see <see cref="TestReport.ThrowIfFailed"/>.</returns>
    /// <exception cref="StepFailedException">The test projects do not compile.</exception>
    public async Task<TestReport> RunAsync(IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        using var turn = await FolderLock.TakeAsync(options.CacheFolder, text => progress?.Report(text), cancellation).ConfigureAwait(false);
        var hashes = new FileHashes(Path.Combine(options.CacheFolder, "hashes.json"));
        var inputs = new TestInputs(options, hashes);
        var known = options.Projects.ToDictionary(p => p, p => (Fingerprint: inputs.Of(p), Passed: (ProjectTests?)null));
        foreach (var project in options.Projects)
        {
            known[project] = known[project] with { Passed = options.Force ? null : Remembered(project, known[project].Fingerprint) };
        }

        hashes.Save();
        RemoveOldResults([.. options.Projects.Where(p => known[p].Passed is not null).Select(p => Path.GetFileNameWithoutExtension(p) + ".cobertura.xml")]);
        foreach (var passed in known.Values.Select(k => k.Passed).OfType<ProjectTests>().Where(p => p.TrxFile.Length > 0))
        {
            File.Copy(KeptTrx(passed.Project), passed.TrxFile, overwrite: true);
        }

        var open = options.Projects.Where(p => known[p].Passed is null).ToList();
        if (open.Count > 0)
        {
            progress?.Report($"compiling {open.Count} test project(s)");
            await BuildAsync(open, cancellation).ConfigureAwait(false);
        }

        using var slots = new SemaphoreSlim(Math.Max(1, options.Parallel));
        var results = await Task.WhenAll(options.Projects.Select(p => known[p].Passed is { } passed ? Task.FromResult(passed) : RunOneAsync(p, known[p].Fingerprint, slots, progress, cancellation))).ConfigureAwait(false);
        return new TestReport(results, clock.Elapsed);
    }

    private async Task BuildAsync(IReadOnlyList<string> projects, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.CacheFolder);
        var items = string.Concat(projects.Select(p => $"<Project Include=\"{SecurityElement.Escape(Path.Combine(options.Root, p))}\" />"));
        var script = Path.Combine(options.CacheFolder, "tests.proj");
        await File.WriteAllTextAsync(script, $"""
            <Project>
              <ItemGroup>{items}</ItemGroup>
              <Target Name="Build">
                <MSBuild Projects="@(Project)" Targets="Restore" Properties="Configuration={options.Configuration};MSBuildRestoreSessionId=restore" />
                <MSBuild Projects="@(Project)" Targets="Build" Properties="Configuration={options.Configuration}" BuildInParallel="true" />
              </Target>
            </Project>
            """, cancellation).ConfigureAwait(false);
        var command = ProjectBuild.Of(script, options.Root, "Test");
        var result = await runner.RunAsync(command, cancellation: cancellation).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            var errors = CompileErrors.In(result, options.Root).DefaultIfEmpty($"exit code {result.ExitCode} of `{command}`\n    {result.Output.Trim()}");
            throw new StepFailedException("Test", "test projects", $"they do not compile:\n    {string.Join("\n    ", errors)}", null, "Correct what is named and run the same command again.");
        }
    }

    private async Task<ProjectTests> RunOneAsync(string project, Fingerprint fingerprint, SemaphoreSlim slots, IProgress<string>? progress, CancellationToken cancellation)
    {
        await slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var clock = Stopwatch.StartNew();
            var name = Path.GetFileNameWithoutExtension(project);
            var folder = Path.Combine(options.CacheFolder, "run", name);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            progress?.Report($"{name}: running");
            var (result, ranOut) = await TestAsync(project, folder, name, progress, cancellation).ConfigureAwait(false);
            var tests = Read(project, folder, name, result, ranOut, clock.Elapsed);
            progress?.Report($"{name}: {tests.Error ?? tests.Summary.ToString()}");
            if (tests.Error is null && tests.Summary is { Failed: 0 } and ({ Ran: > 0 } or { Skipped: 0 }))
            {
                // a project without a test of the chosen suites may leave no file; there is nothing to run the next time either
                if (tests.TrxFile.Length > 0)
                {
                    File.Copy(tests.TrxFile, KeptTrx(project), overwrite: true);
                }

                AtomicFile.Write(NoteOf(project), JsonSerializer.SerializeToUtf8Bytes(new Note(fingerprint.Value, tests)));
            }
            else
            {
                File.Delete(NoteOf(project));
            }

            return tests;
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<(ToolResult? Result, bool RanOut)> TestAsync(string project, string folder, string name, IProgress<string>? progress, CancellationToken cancellation)
    {
        string[] coverage = options.Coverage ? ["--coverlet", "--coverlet-output-format", "cobertura"] : [];
        string[] results = ["--results-directory", folder, "--report-xunit-trx", "--report-xunit-trx-filename", name + ".trx"];

        // a project without a test of the chosen suites is no failure; that no test ran at all is judged over all projects
        string[] plain = ["--no-ansi", "--no-progress", "--ignore-exit-code", NoTestsRan];
        var command = new ToolCommand("dotnet", ["test", "--project", Path.Combine(options.Root, project), "--no-build", "--configuration", options.Configuration, .. results, .. plain, .. TestFilter.Of(options.Suites), .. coverage])
        {
            Directory = options.Root,
            Environment = options.Environment,
            Stage = "Test",
            Subject = name,
            MustSucceed = false,
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.ProjectLimit);
        try
        {
            return (await runner.RunAsync(command, line => Hear(line, name, progress), limit.Token).ConfigureAwait(false), false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, true);
        }
    }

    private ProjectTests Read(string project, string folder, string name, ToolResult? result, bool ranOut, TimeSpan elapsed)
    {
        var trx = Take(Path.Combine(folder, name + ".trx"), name + ".trx");
        var summary = trx is null ? TrxSummary.Empty : TrxSummary.Read(trx);
        var said = result is null ? "" : string.Join("\n      ", $"{result.Output}\n{result.Error}".Split('\n').Where(l => l.Trim().Length > 0).TakeLast(15));

        // a process that fails without a failed test failed itself
        string? error = ranOut ? $"did not end within {options.ProjectLimit.TotalMinutes:0} minutes and was stopped"
            : result!.ExitCode != 0 && summary.Failed == 0 ? $"the test process ended with exit code {result.ExitCode}\n      {said}"
            : null;
        var coverage = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "coverage.cobertura*.xml", SearchOption.AllDirectories).FirstOrDefault() : null;
        return new ProjectTests(project, summary, false, trx ?? "", elapsed) { Error = error, CoverageFile = coverage is null ? null : Take(coverage, name + ".cobertura.xml") };
    }

    // out of the tool's own folders, to one place with names that tell the project
    private string? Take(string file, string name)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var target = Path.Combine(options.ResultFolder, name);
        File.Move(file, target, overwrite: true);
        return target;
    }

    // whoever adds up the folder must not count what this run did not say
    private void RemoveOldResults(IReadOnlyCollection<string> kept)
    {
        Directory.CreateDirectory(options.ResultFolder);
        foreach (var old in Directory.GetFiles(options.ResultFolder, "*.trx").Concat(Directory.GetFiles(options.ResultFolder, "*.cobertura.xml")).Where(f => !kept.Contains(Path.GetFileName(f))))
        {
            File.Delete(old);
        }
    }

    private static void Hear(string line, string name, IProgress<string>? progress)
    {
        var text = line.Trim();
        if (text.StartsWith("failed ", StringComparison.Ordinal))
        {
            progress?.Report($"{name}: {text}");
        }
    }

    private ProjectTests? Remembered(string project, Fingerprint fingerprint)
    {
        var note = NoteOf(project);
        if (!File.Exists(note))
        {
            return null;
        }

        try
        {
            var known = JsonSerializer.Deserialize<Note>(File.ReadAllBytes(note));
            return known?.Fingerprint == fingerprint.Value && (known.Tests.TrxFile.Length == 0 || File.Exists(KeptTrx(project))) ? known.Tests with { FromCache = true } : null;
        }
        catch (JsonException)
        {
            // a note that cannot be read is none
            return null;
        }
    }

    private string NoteOf(string project) => Path.Combine(options.CacheFolder, $"{Path.GetFileNameWithoutExtension(project)}-{SuiteKey}.json");

    private string KeptTrx(string project) => Path.ChangeExtension(NoteOf(project), ".trx");

    // a choice of suites has results of its own, so that Deploy and Test do not make each other run again
    private string SuiteKey => string.Join('-', options.Suites.Distinct().Order()).ToLowerInvariant();

    private sealed record Note(string Fingerprint, ProjectTests Tests);
}
