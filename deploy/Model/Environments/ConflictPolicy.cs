using System.Text.Json.Serialization;

namespace SiteBuilder.Model.Environments;

/// <summary>What server-side apply does with a field that another manager owns.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConflictPolicy>))]
public enum ConflictPolicy
{
    /// <summary>The roll-out fails and names the other manager.</summary>
    Report,

    /// <summary>The field is taken over.</summary>
    Force,
}
