using System.Text.Json.Serialization;

namespace SiteBuilder.Model.Environments;

/// <summary>How soon a roll-out gives up what looks hopeless; the graces are listed in docs/verdicts.md.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RolloutPace>))]
public enum RolloutPace
{
    /// <summary>Half of every grace: for clusters in which nothing is slow.</summary>
    Quick,

    /// <summary>The graces as they are.</summary>
    Normal,

    /// <summary>Three times every grace, and more tries: for clusters in which much is slow, or put right by others.</summary>
    Patient,
}
