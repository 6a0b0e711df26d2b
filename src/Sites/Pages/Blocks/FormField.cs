namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>One field of a form.</summary>
/// <param name="Name">Its name within the form, a slug.</param>
/// <param name="Label">The words beside it.</param>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Required">Whether it must be filled in.</param>
public sealed record FormField(string Name, string Label, string Kind, bool Required)
{
    /// <summary>The kinds of fields.</summary>
    public static IReadOnlyCollection<string> Kinds { get; } = ["text", "email", "multiline"];
}
