using System.Text.Json.Serialization;

namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>A piece of rich text that looks the same from end to end.</summary>
/// <param name="Text">The text, with the white space around it.</param>
/// <param name="Bold">Strong emphasis.</param>
/// <param name="Italic">Emphasis.</param>
/// <param name="Link">Where a click leads; null where it is no link.</param>
public sealed record Span(
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Bold,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Italic,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Link);
