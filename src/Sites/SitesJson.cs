using System.Text.Json.Serialization;
using SiteBuilder.Sites.Forms;
using SiteBuilder.Sites.Pages;
using SiteBuilder.Sites.Pages.Blocks;
using SiteBuilder.Sites.Publishing;

namespace SiteBuilder.Sites;

/// <summary>Every type that the service writes to or reads from JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(IReadOnlyList<Block>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(EntryList))]
[JsonSerializable(typeof(PageView))]
[JsonSerializable(typeof(PageList))]
[JsonSerializable(typeof(PublishedAnswer))]
[JsonSerializable(typeof(SiteCopy))]
[JsonSerializable(typeof(IReadOnlyList<SiteName>))]
[JsonSerializable(typeof(SiteList))]
[JsonSerializable(typeof(VersionList))]
internal sealed partial class SitesJson : JsonSerializerContext;
