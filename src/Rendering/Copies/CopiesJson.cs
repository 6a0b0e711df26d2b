using System.Text.Json.Serialization;

namespace SiteBuilder.Rendering.Copies;

/// <summary>The form of a <see cref="CopiedSite"/> in the object store.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CopiedSite))]
public sealed partial class CopiesJson : JsonSerializerContext;
