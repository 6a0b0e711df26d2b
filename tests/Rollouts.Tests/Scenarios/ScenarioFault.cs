using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Rollouts.Tests.Scenarios;

/// <summary>One thing that goes wrong, or only seems to, and the truth about it.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Shape">Makes the workload so.</param>
internal sealed record ScenarioFault(string Name, Action<ScenarioWorkload> Shape)
{
    public static readonly string[] Sets = ["Deployment", "StatefulSet", "DaemonSet"];

    /// <summary>The kinds that it makes sense for.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = Sets;

    /// <summary>The rules by which the rollout must end; none where it must succeed.</summary>
    public IReadOnlyList<VerdictRule> Rules { get; init; } = [];

    /// <summary>What the preflight may say of it, so that nothing is written at all; null where it cannot be seen before.</summary>
    public string? Foreseen { get; init; }

    /// <summary>The container at fault; null where it is none.</summary>
    public string? Container { get; init; }

    /// <summary>The words that stand for it; empty where no pod is to blame.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Made before the rollout, by others.</summary>
    public Func<ScenarioHands, Task>? Before { get; init; }

    /// <summary>What others do while it runs.</summary>
    public Func<ScenarioHands, Task>? Meanwhile { get; init; }

    /// <summary>What may have been there before.</summary>
    public IReadOnlyList<OldState> Olds { get; init; } = [OldState.None, OldState.Good, OldState.Crashing, OldState.NeverReady, OldState.NoImage];

    /// <summary>The stall deadline of the environment. Default: three minutes.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Whether it can be made on a real node as well.</summary>
    public bool IsRealToo { get; init; }

    /// <summary>Whether it is one only where a readiness probe tells: without, Kubernetes itself says that all is well.</summary>
    public bool NeedsProbe { get; init; }

    public bool Succeeds => Rules.Count == 0;
}
