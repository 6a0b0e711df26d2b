using System.Text.Json;
using System.Text.Json.Serialization;

namespace SiteBuilder.Model.Images;

/// <summary>An image name in JSON is its text.</summary>
public sealed class ImageNameJsonConverter : JsonConverter<ImageName>
{
    /// <inheritdoc/>
    public override ImageName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ImageName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
