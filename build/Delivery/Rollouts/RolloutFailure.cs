namespace SiteBuilder.Delivery.Rollouts;

/// <summary>
/// Why a rollout was given up: the one root cause, field by field. The text of the exception says the same; <c>artifacts/failure.json</c> keeps it.
/// No secrets.
/// </summary>
public sealed record RolloutFailure
{
    /// <summary>Key of the failure in the data of the exception that ends a rollout by a verdict.</summary>
    public const string DataKey = "failure";

    /// <summary>Name of the release.</summary>
    public required string Release { get; init; }

    /// <summary>The object that will not become ready, as in <c>Deployment frontend/storefront</c>.</summary>
    public required string Object { get; init; }

    /// <summary>The rule that decided, such as <c>crash-loop</c>: see docs/verdicts.md.</summary>
    public required string Rule { get; init; }

    /// <summary>In one line.</summary>
    public required string Summary { get; init; }

    /// <summary>The pod to look at, as in <c>frontend/storefront-5d-x</c>; null where there is none.</summary>
    public string? Pod { get; init; }

    /// <summary>The container at fault; null where it is none.</summary>
    public string? Container { get; init; }

    /// <summary>The API's own word, such as <c>CrashLoopBackOff</c>; null where no pod is to blame.</summary>
    public string? Reason { get; init; }

    /// <summary>What the API says about it.</summary>
    public string? Message { get; init; }

    /// <summary>Exit code of the container's last end; null where it never ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The deciding event, <c>REASON: message</c>; null where there is none.</summary>
    public string? Event { get; init; }

    /// <summary>The last lines of the container, at most ten.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>What else was still waited for, an object each.</summary>
    public IReadOnlyList<string> AlsoWaiting { get; init; } = [];

    /// <summary>What was done before, in one line.</summary>
    public required string Done { get; init; }

    /// <summary>What to try first; null where nothing is known.</summary>
    public string? LikelyFix { get; init; }

    /// <summary>The command to look further.</summary>
    public required string LookCloser { get; init; }

    /// <summary>When the verdict fell.</summary>
    public required DateTimeOffset When { get; init; }

    /// <summary>How long the evidence had been seen by then.</summary>
    public required TimeSpan Evidence { get; init; }
}
