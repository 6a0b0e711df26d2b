using System.Text.Json.Serialization;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Publishing;

namespace SiteBuilder.Sites;

/// <summary>Every type that the service writes to or reads from JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(IReadOnlyList<Block>))]
[JsonSerializable(typeof(PageView))]
[JsonSerializable(typeof(PageList))]
[JsonSerializable(typeof(PublishedAnswer))]
internal sealed partial class SitesJson : JsonSerializerContext;
