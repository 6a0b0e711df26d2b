namespace SiteBuilder.Delivery.Rollouts.Plan.Saved;

/// <summary>What a plan says of one object.</summary>
public sealed record SavedObject
{
    /// <summary>As in <c>apps/v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>As in <c>Deployment frontend/storefront</c>.</summary>
    public required string Object { get; init; }

    /// <summary>What is done with it.</summary>
    public required ChangeAction Action { get; init; }

    /// <summary>When it is its turn.</summary>
    public required int Wave { get; init; }

    /// <summary>Why, where it is not plain.</summary>
    public required string Reason { get; init; }

    /// <summary>Field by field, for people; values of Secrets are masked.</summary>
    public required IReadOnlyList<FieldChange> Changes { get; init; }

    /// <summary>Hash of the object as it is desired; null for one that goes.</summary>
    public string? Desired { get; init; }

    /// <summary>What it was decided from; null where there was no such object.</summary>
    public SavedLive? Live { get; init; }
}
