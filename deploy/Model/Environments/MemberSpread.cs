using System.Text.Json.Serialization;

namespace SiteBuilder.Model.Environments;

/// <summary>What two members of a replicated server never share, so that both are not lost with it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MemberSpread>))]
public enum MemberSpread
{
    /// <summary>They are kept apart where the cluster can.</summary>
    Any,

    /// <summary>Each has a host of its own, and zones are shared evenly where the cluster can.</summary>
    Host,

    /// <summary>Each has a host of its own, and zones are shared evenly. Without as many zones as members, a zone has one more at most.</summary>
    Zone,
}
