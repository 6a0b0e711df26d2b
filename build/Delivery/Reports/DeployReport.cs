using SiteBuilder.Delivery.Rollouts;

namespace SiteBuilder.Delivery.Reports;

/// <summary>The whole of one deploy: what the summary prints and <c>artifacts/deploy.json</c> keeps.</summary>
public sealed record DeployReport
{
    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Who started it, from which commit, in which run.</summary>
    public required RolloutOrigin Origin { get; init; }

    /// <summary>The stages in the order in which they ran; a failed one is not among them.</summary>
    public required IReadOnlyList<StageReport> Stages { get; init; }

    /// <summary>Image name to reference by digest.</summary>
    public required IReadOnlyDictionary<string, string> Images { get; init; }

    /// <summary>What became of every object; null where the rollout did not get as far as a plan.</summary>
    public RolloutResult? Rollout { get; init; }

    /// <summary>What to open in a browser.</summary>
    public required IReadOnlyList<Uri> Pages { get; init; }

    /// <summary>Why the deploy failed; null where it did not.</summary>
    public string? Error { get; init; }

    /// <summary>True where no stage changed anything.</summary>
    public bool Unchanged => Error is null && Stages.All(stage => !stage.Changed);
}
