using System.Text.Json.Serialization;

namespace SiteBuilder.Auth.Http;

/// <summary>What is sent to refresh or end a session.</summary>
public sealed record TokenBody([property: JsonPropertyName("refresh_token")] string RefreshToken);
