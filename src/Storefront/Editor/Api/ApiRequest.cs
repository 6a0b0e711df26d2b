using System.Text.Json.Nodes;

namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>One question to the API.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path below the API's address, encoded.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    /// <summary>The user's access token; null where nobody is signed in yet.</summary>
    public string? Token { get; init; }

    /// <summary>The JSON to send.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>The bytes to send instead.</summary>
    public Stream? Bytes { get; init; }

    /// <summary>The version of the page that the user has seen.</summary>
    public int? Seen { get; init; }

    /// <summary>Whether nothing may be there yet.</summary>
    public bool MustBeNew { get; init; }
}
