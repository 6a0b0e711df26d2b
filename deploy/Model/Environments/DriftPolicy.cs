using System.Text.Json.Serialization;

namespace SiteBuilder.Model.Environments;

/// <summary>What becomes of a field of ours that somebody else has set to another value, such as a person with <c>kubectl edit</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DriftPolicy>))]
public enum DriftPolicy
{
    /// <summary>The roll-out is refused before its first write, with the field and its owner.</summary>
    Refuse,

    /// <summary>The field stays as it is, and is reported with its owner.</summary>
    Keep,

    /// <summary>The field is set back to what the release says, and is reported with its owner.</summary>
    TakeBack,
}
