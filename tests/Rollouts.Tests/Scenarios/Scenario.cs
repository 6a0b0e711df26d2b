namespace SiteBuilder.Rollouts.Tests.Scenarios;

/// <summary>One rollout with a known truth.</summary>
internal sealed record Scenario(int Seed, int Number, string Kind, ScenarioFault Fault, int Replicas, OldState Old, Noise Noise, bool IsProbed)
{
    /// <summary>The scenarios of a seed. Every fault has its turn; the rest is by chance.</summary>
    /// <param name="isReal">Only what a real node can do.</param>
    public static IEnumerable<Scenario> All(int seed, int count, bool isReal)
    {
        var faults = ScenarioFaults.Hopeless.Concat(ScenarioTraps.Passing).Where(f => f.IsRealToo || !isReal).ToList();
        for (var number = 0; number < count; number++)
        {
            var dice = new Random(HashOf(seed, number));
            var fault = faults[number % faults.Count];
            var kind = fault.Kinds[dice.Next(fault.Kinds.Count)];
            var old = fault.Olds[dice.Next(fault.Olds.Count)];
            if (kind == "Job" && old is not (OldState.None or OldState.Good))
            {
                old = OldState.Good;
            }

            var noises = Enum.GetValues<Noise>();
            yield return new Scenario(seed, number, kind, fault, dice.Next(1, 4), old, noises[dice.Next(noises.Length)], isReal || fault.NeedsProbe || dice.Next(3) > 0);
        }
    }

    /// <summary>Whether a StatefulSet makes its pods all at once.</summary>
    public bool IsParallel => HashOf(Seed, Number) % 4 == 0;

    /// <summary>Whether it is rolled out wave by wave, as our own platform, or all at once, as the manifests of others.</summary>
    public bool WavesHold => HashOf(Seed, Number) % 3 != 0;

    /// <summary>Chance for what is inside.</summary>
    public Random Dice(string of) => new(HashOf(Seed, Number) ^ of.Sum(c => c * 31));

    public override string ToString() =>
        $"seed {Seed}, scenario {Number} (SITEBUILDER_SCENARIO={Number}): {Kind} of {Replicas}, {Fault.Name}, before: {Old}, beside: {Noise}{(IsProbed ? "" : ", without a probe")}{(WavesHold ? "" : ", all at once")}";

    private static int HashOf(int seed, int number) => (seed * 7919) + (number * 104729) + 17;
}
