using System.Text.Json;
using System.Text.Json.Serialization;
using SiteBuilder.Publisher.Copying;
using SiteBuilder.Publisher.Purging;

namespace SiteBuilder.Publisher;

/// <summary>What is read from Sites, and what is told to caches. Fields that this version does not know are left alone: Sites may be newer.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(PublishedSite))]
[JsonSerializable(typeof(IReadOnlyList<SiteName>))]
[JsonSerializable(typeof(PurgeBody))]
internal sealed partial class PublisherJson : JsonSerializerContext;
