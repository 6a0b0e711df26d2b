using System.Text.Json.Serialization;
using SiteBuilder.Auth.Accounts;
using SiteBuilder.Auth.Http;

namespace SiteBuilder.Auth;

/// <summary>Every type that the service writes to JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(Metadata))]
[JsonSerializable(typeof(KeySet))]
internal sealed partial class AuthJson : JsonSerializerContext;
