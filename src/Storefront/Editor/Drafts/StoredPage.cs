using System.Text.Json.Nodes;
using SiteBuilder.Storefront.Editor.Api;

namespace SiteBuilder.Storefront.Editor.Drafts;

/// <summary>The draft of a page as Sites has it.</summary>
/// <param name="Content">Title and blocks, as they are sent back.</param>
/// <param name="Version">The version of the draft.</param>
/// <param name="PublishedVersion">The version that visitors see; null where they see none.</param>
internal sealed record StoredPage(JsonObject Content, int Version, int? PublishedVersion)
{
    /// <summary>The page of an answer.</summary>
    /// <exception cref="ApiAwayException">It is none.</exception>
    public static StoredPage Of(ApiAnswer answer) => answer.Body is JsonObject page && page["title"] is { } title && page["blocks"] is JsonArray blocks && (int?)page["version"] is { } version
        ? new StoredPage(new JsonObject { ["title"] = title.DeepClone(), ["blocks"] = blocks.DeepClone() }, version, (int?)page["publishedVersion"])
        : throw new ApiAwayException("Sites answered with no page");
}
