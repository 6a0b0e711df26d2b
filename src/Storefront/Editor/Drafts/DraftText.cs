using System.Text.Json.Nodes;

namespace SiteBuilder.Storefront.Editor.Drafts;

/// <summary>Texts of a draft, which may be anything that somebody has sent.</summary>
internal static class DraftText
{
    /// <summary>The text of a field; empty where there is none.</summary>
    public static string TextAt(this JsonObject holder, string name) => holder[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
