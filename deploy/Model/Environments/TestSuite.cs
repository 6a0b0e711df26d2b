using System.Text.Json.Serialization;

namespace SiteBuilder.Model.Environments;

/// <summary>The kinds of tests, by what they need.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TestSuite>))]
public enum TestSuite
{
    /// <summary>Nothing but the process itself.</summary>
    Unit,

    /// <summary>A container engine or real processes.</summary>
    Service,

    /// <summary>The whole product through its public commands.</summary>
    EndToEnd,
}
