using SiteBuilder.Delivery.Reports;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Rollouts.Plan.Saved;

/// <summary>
/// A plan as a file: what a rollout would do with each object and what it was decided from. It holds no value of a Secret, only hashes; the objects themselves
/// are made anew when it is applied, and have to be the same.
/// </summary>
public sealed record SavedPlan
{
    /// <summary>The version of the format that this build writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>Name of the release.</summary>
    public required string Release { get; init; }

    /// <summary>The cluster that it was made for.</summary>
    public required SavedCluster Cluster { get; init; }

    /// <summary>Who made it, from which commit.</summary>
    public required RolloutOrigin Origin { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset When { get; init; }

    /// <summary>What becomes of fields that others have set.</summary>
    public required DriftPolicy Drift { get; init; }

    /// <summary>Made at random for each plan: nobody can look up its hashes.</summary>
    public required string Salt { get; init; }

    /// <summary>Image name to reference.</summary>
    public required IReadOnlyDictionary<string, string> Images { get; init; }

    /// <summary>Every desired object and every one that would go, in the order of the rollout.</summary>
    public required IReadOnlyList<SavedObject> Objects { get; init; }

    /// <summary>Writes it; its folder is made where it is missing.</summary>
    public void Write(string path) => ReportFile.Write(path, this);

    /// <summary>Reads one.</summary>
    /// <exception cref="UsageException">The file is missing, is no plan, or is of another version.</exception>
    public static SavedPlan Read(string path)
    {
        var plan = ReportFile.Read<SavedPlan>(path, "Diff --save-plan");
        if (plan is { Version: CurrentVersion } && (plan.Objects is null || plan.Objects.Any(o => o is null) || plan.Cluster is null || plan.Salt is null))
        {
            throw new UsageException($"{path} is no whole plan. Make a new one with ./build.sh Diff --save-plan.");
        }

        return plan.Version == CurrentVersion ? plan : throw new UsageException($"{path} is a plan of version {plan.Version}; this build reads version {CurrentVersion}. Make a new one with ./build.sh Diff --save-plan.");
    }
}
