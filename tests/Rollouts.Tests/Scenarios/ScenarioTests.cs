using System.Collections.Concurrent;
using System.Globalization;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;
using SiteBuilder.Sandbox.Hosting;

namespace SiteBuilder.Rollouts.Tests.Scenarios;

/// <summary>
/// Two hundred rollouts made by chance from one seed, each with a known truth. SITEBUILDER_SCENARIO_SEED names another seed, SITEBUILDER_SCENARIOS
/// another number, SITEBUILDER_SCENARIO a single one. With SITEBUILDER_TEST_KUBECONFIG a sample of what a real node can do runs there.
/// </summary>
[Trait("Suite", "Service")]
public sealed class ScenarioTests(TestCluster cluster)
{
    private const int Count = 200;
    private const int RealCount = 36;
    private const int AtOnce = 32;
    private const int RealAtOnce = 8;

    [Fact]
    public async Task Every_verdict_is_the_truth_and_names_the_right_cause()
    {
        var seed = Number("SITEBUILDER_SCENARIO_SEED", 1);
        var scenarios = Scenario.All(seed, Number("SITEBUILDER_SCENARIOS", cluster.IsReal ? RealCount : Count), cluster.IsReal).Where(s => s.Number == Number("SITEBUILDER_SCENARIO", s.Number)).ToList();
        var outcomes = cluster.IsReal ? await PlayAsync(scenarios, cluster.Kubeconfig, TimeProvider.System, RealAtOnce) : await PlayInSandboxAsync(scenarios);

        TestContext.Current.TestOutputHelper?.WriteLine(Report(outcomes));
        outcomes.Where(o => o.Wrong is not null).Select(o => $"{o.Scenario}\n  {o.Wrong}").ShouldBeEmpty();
        outcomes.Count.ShouldBe(scenarios.Count);
    }

    private static async Task<IReadOnlyCollection<ScenarioOutcome>> PlayInSandboxAsync(IReadOnlyList<Scenario> scenarios)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"scenarios-{Guid.NewGuid():N}");
        using var time = new HeldTime();
        try
        {
            await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { Name = "scenarios", DataDirectory = folder, ApiPort = 0, IngressPort = 0, Runtime = SandboxRuntime.Scripted }, time.Provider, CancellationToken.None);
            return await PlayAsync(scenarios, sandbox.KubeconfigPath, time.Provider, AtOnce);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyCollection<ScenarioOutcome>> PlayAsync(IReadOnlyList<Scenario> scenarios, string kubeconfig, TimeProvider time, int atOnce)
    {
        using var client = new ClusterClient(ClusterConnection.Open(kubeconfig, null), TimeProvider.System);
        var outcomes = new ConcurrentBag<ScenarioOutcome>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(scenarios, options, async (scenario, ct) =>
        {
            try
            {
                outcomes.Add(await new ScenarioRun(scenario, kubeconfig, client, time, ct).PlayAsync());
            }
            catch (Exception e) when (e is InvalidOperationException or ApiRefusedException or StepFailedException)
            {
                outcomes.Add(new ScenarioOutcome(scenario, $"it could not be played: {e.Message}", TimeSpan.Zero, null));
            }
        });
        return outcomes;
    }

    private static string Report(IReadOnlyCollection<ScenarioOutcome> outcomes)
    {
        var late = outcomes.Select(o => o.Late).OfType<TimeSpan>().Order().ToList();
        var failing = outcomes.Where(o => !o.Scenario.Fault.Succeeds && o.Wrong is null).Select(o => o.Took).Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{outcomes.Count} scenarios, {outcomes.Count(o => o.Wrong is not null)} wrong. Failing ones: verdict {Median(late):0.0} s after the deciding evidence in the median, {Share(late, 0.95):0.0} s in 95 of 100 ({late.Count} told by the cluster); {Median(failing):0.0} s after the start in the median. Latest verdicts:\n")
            + string.Join('\n', outcomes.OrderByDescending(o => o.Late).Take(5).Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Scenario}: {o.Late?.TotalSeconds:0.0} s after the evidence, {o.Took.TotalSeconds:0.0} s after the start")));
    }

    private static double Median(IReadOnlyList<TimeSpan> times) => Share(times, 0.5);

    private static double Share(IReadOnlyList<TimeSpan> times, double share) => times.Count == 0 ? 0 : times[(int)((times.Count - 1) * share)].TotalSeconds;

    private static int Number(string variable, int fallback) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : fallback;
}
