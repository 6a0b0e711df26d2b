namespace SiteBuilder.Sites.Editing;

/// <summary>What a writer brings along.</summary>
/// <param name="Seen">Which version the writer has seen.</param>
/// <param name="By">The id of the user; null for a tool with the editor token.</param>
public sealed record Edit(Precondition Seen, string? By);
