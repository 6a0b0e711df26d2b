using System.Globalization;

namespace SiteBuilder.Storefront.Editor.Drafts;

/// <summary>
/// Where a value stands in a draft, written as Sites writes it in its problems: <c>blocks[2].images[0].url</c>. The fields of the editor's form
/// have these names, so a problem finds its field by itself.
/// </summary>
internal static class FieldPath
{
    private const int MaxParts = 16;
    private const int MaxIndex = 999;

    /// <summary>The names (text) and positions (whole numbers) of a path; null where it is none.</summary>
    public static IReadOnlyList<object>? Parse(string path)
    {
        List<object> parts = [];
        foreach (var step in path.Split('.'))
        {
            var pieces = step.Split('[');
            if (pieces[0].Length == 0 || !pieces[0].All(char.IsAsciiLetterLower))
            {
                return null;
            }

            parts.Add(pieces[0]);
            foreach (var piece in pieces[1..])
            {
                if (piece is not [.. var digits, ']'] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > MaxIndex)
                {
                    return null;
                }

                parts.Add(index);
            }
        }

        return parts.Count <= MaxParts ? parts : null;
    }

    /// <summary>The id of a path's element in the form.</summary>
    public static string Id(string path) => "f-" + path.Replace("[", "-", StringComparison.Ordinal).Replace("].", "-", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace('.', '-');

    /// <summary>The field that shows a value: the pieces of a paragraph are edited as one text.</summary>
    public static string Shown(string path) => path.IndexOf(".spans", StringComparison.Ordinal) is > 0 and var at ? $"{path[..at]}.text" : path;
}
