using System.Globalization;
using SiteBuilder.Storefront.Editor.Drafts;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>A field's path in words.</summary>
internal static class FieldWords
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["blocks"] = "block",
        ["columns"] = "column",
        ["images"] = "picture",
        ["paragraphs"] = "paragraph",
        ["fields"] = "field",
        ["url"] = "address",
        ["alt"] = "description",
        ["submit"] = "words of the button",
        ["thanks"] = "words after sending",
    };

    /// <summary><c>blocks[1].images[0].url</c> is <c>Block 2, picture 1, address</c>.</summary>
    public static string Of(string path)
    {
        if (FieldPath.Parse(FieldPath.Shown(path)) is not { } parts)
        {
            return path;
        }

        var text = string.Join(", ", Steps(parts));
        return char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
    }

    private static IEnumerable<string> Steps(IReadOnlyList<object> parts)
    {
        for (var at = 0; at < parts.Count; at++)
        {
            var word = parts[at] is string name ? Words.GetValueOrDefault(name, name) : "";
            if (at + 1 < parts.Count && parts[at + 1] is int index)
            {
                at++;
                yield return $"{word} {index + 1}";
            }
            else
            {
                yield return word;
            }
        }
    }
}
