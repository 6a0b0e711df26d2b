using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>Brings a received object into the form that is stored.</summary>
internal static class ObjectReader
{
    /// <exception cref="DecodeException">A value has the wrong type.</exception>
    public static JsonObject Decode(JsonObject raw, ResourceKind kind, List<string>? unknown, bool converts = false) =>
        kind.IsCustom ? CustomObjects.Decode(raw, kind, unknown) : new Decoder(unknown, converts).Decode(raw, kind);
}
