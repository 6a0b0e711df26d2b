using System.Text.Json.Serialization;
using SiteBuilder.Media.Http;
using SiteBuilder.Media.Storage;

namespace SiteBuilder.Media;

/// <summary>Every type that the service writes to JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MediaView))]
[JsonSerializable(typeof(MediaList))]
[JsonSerializable(typeof(SignedUpload))]
[JsonSerializable(typeof(UploadRequest))]
internal sealed partial class MediaJson : JsonSerializerContext;
