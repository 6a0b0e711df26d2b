using System.Text.Json;
using System.Text.Json.Serialization;
using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Storefront;

/// <summary>What is read from Sites. Fields that this version does not know are left alone: Sites may be newer.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(SiteAnswer))]
internal sealed partial class StorefrontJson : JsonSerializerContext;
