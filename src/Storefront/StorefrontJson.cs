using System.Text.Json;
using System.Text.Json.Serialization;
using SiteBuilder.Rendering.Content;
using SiteBuilder.Storefront.Editor.Api;

namespace SiteBuilder.Storefront;

/// <summary>What is read from Sites and the API. Fields that this version does not know are left alone: Sites may be newer.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(SiteAnswer))]
[JsonSerializable(typeof(IReadOnlyList<SiteBlock>))]
[JsonSerializable(typeof(SiteList))]
[JsonSerializable(typeof(PageList))]
[JsonSerializable(typeof(VersionList))]
[JsonSerializable(typeof(MediaList))]
internal sealed partial class StorefrontJson : JsonSerializerContext;
