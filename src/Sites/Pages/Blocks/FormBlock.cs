namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>A form that visitors send; editors of the brand read what came in.</summary>
/// <param name="Name">Its name within the page, a slug.</param>
/// <param name="Fields">What is asked.</param>
/// <param name="Submit">The words of its button.</param>
/// <param name="Thanks">What a visitor reads after sending it.</param>
public sealed record FormBlock(string Name, IReadOnlyList<FormField> Fields, string Submit, string Thanks) : Block;
