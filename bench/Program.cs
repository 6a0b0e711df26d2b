using System.Runtime.InteropServices;
using SiteBuilder.Bench;
using SiteBuilder.Bench.MainJob;
using SiteBuilder.Bench.Rollout;
using SiteBuilder.Bench.Sandbox;

// SiteBuilder.Bench SUITE ROOT FOLDER: measures one suite on the repository in ROOT and leaves its numbers in FOLDER; SUITE may name a part, as in rollout:500
if (args is not [var suiteAndPart, var root, var folder])
{
    Console.Error.WriteLine("usage: SiteBuilder.Bench SUITE ROOT FOLDER");
    return 2;
}

var (name, part) = suiteAndPart.Split(':', 2) is [var whole, var one] ? (whole, one) : (suiteAndPart, null);
Dictionary<string, Func<CancellationToken, Task<IReadOnlyList<Comparison>>>> suites = new()
{
    ["main-job"] = ct => MainJobSuite.RunAsync(root, ct),
    ["rollout"] = ct => RolloutSuite.RunAsync(root, part, ct),
    ["sandbox"] = ct => SandboxSuite.RunAsync(root, ct),
};
if (!suites.TryGetValue(name, out var suite))
{
    Console.Error.WriteLine($"There is no suite '{name}'. Suites: {string.Join(", ", suites.Keys)}.");
    return 2;
}

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
BenchReport.Write(name, await suite(stop.Token), folder);
return 0;
