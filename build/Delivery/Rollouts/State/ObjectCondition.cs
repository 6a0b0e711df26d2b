using System.Text.Json.Serialization;

namespace SiteBuilder.Delivery.Rollouts.State;

/// <summary>How one object of a release stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ObjectCondition>))]
public enum ObjectCondition
{
    /// <summary>There, and ready.</summary>
    Ready,

    /// <summary>There, and on its way.</summary>
    Progressing,

    /// <summary>There, and will not become ready as it is.</summary>
    Failed,

    /// <summary>Not there.</summary>
    Missing,
}
