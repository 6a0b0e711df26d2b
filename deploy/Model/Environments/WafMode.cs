using System.Text.Json.Serialization;

namespace SiteBuilder.Model.Environments;

/// <summary>What becomes of a request that the rules of the web application firewall speak of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WafMode>))]
public enum WafMode
{
    /// <summary>There is no such hop: the ingress calls the services.</summary>
    Off,

    /// <summary>It passes, and is logged.</summary>
    Detection,

    /// <summary>It is answered with 403, and is logged.</summary>
    Blocking,
}
