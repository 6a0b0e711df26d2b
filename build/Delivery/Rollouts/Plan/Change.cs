using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>One object and what becomes of it.</summary>
internal sealed record Change
{
    public required ObjectKey Key { get; init; }

    public required ApiResource Resource { get; init; }

    public required ChangeAction Action { get; init; }

    /// <summary>When it is its turn; see <see cref="Waves"/>.</summary>
    public required int Wave { get; init; }

    /// <summary>Null for what goes.</summary>
    public JsonObject? Desired { get; init; }

    /// <summary>Null for what is new.</summary>
    public JsonObject? Live { get; init; }

    /// <summary>Field by field, secrets masked.</summary>
    public IReadOnlyList<FieldChange> Fields { get; init; } = [];

    /// <summary>What is told besides, a line each: fields of others that are kept or taken back.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>New, and written without a trial: see <see cref="Untried"/>.</summary>
    public bool IsUntried { get; init; }

    /// <summary>Whether what another tool has set of it becomes ours first: see <see cref="Plan.TakeOver"/>.</summary>
    public bool TakesOver { get; init; }

    /// <summary>Whether its claims grow before it is written: see <see cref="GrownVolumes"/>.</summary>
    public bool GrowsClaims { get; init; }

    /// <summary>The StatefulSet as it is to be around pods that go on, once its claims have grown: with what others have set of it, and who has set what. Null where it is not made anew for that.</summary>
    public JsonObject? Regrown { get; init; }

    /// <summary>To be deleted, was asked to go by a run before, and still waits for the finalizers that it waited for then.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Why this action, where it is not plain.</summary>
    public string Reason { get; init; } = "";
}
