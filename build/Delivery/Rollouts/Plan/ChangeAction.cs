using System.Text.Json.Serialization;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>What a rollout does with one object.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeAction>))]
public enum ChangeAction
{
    /// <summary>It was not there.</summary>
    Created,

    /// <summary>It was otherwise.</summary>
    Updated,

    /// <summary>It is as desired; nothing is written.</summary>
    Unchanged,

    /// <summary>It cannot become what is desired: deleted and made anew (Jobs).</summary>
    Recreated,

    /// <summary>It is no longer desired.</summary>
    Deleted,

    /// <summary>It is no longer desired but stays; the reason says why.</summary>
    Skipped,
}
