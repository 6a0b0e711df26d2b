using System.Text.RegularExpressions;
using SiteBuilder.Build.Tests.Support;

namespace SiteBuilder.Build.Tests.Architecture;

/// <summary>What no file of the repository may contain.</summary>
public sealed partial class TextTests
{
    private static readonly string[] s_binary = [".png", ".jpg", ".ico", ".woff2", ".gz", ".zip", ".tar", ".pfx"];

    [Fact]
    public async Task No_file_names_a_folder_of_somebodys_machine()
    {
        var found = await FindAsync(MachinePath());

        found.ShouldBeEmpty("a path below a home or work folder exists on one machine only");
    }

    [Fact]
    public async Task Punctuation_is_plain()
    {
        var found = await FindAsync(TypographicPunctuation());

        found.ShouldBeEmpty("quotes, dashes and dots that no keyboard has cannot be searched for");
    }

    [Fact]
    public async Task No_work_is_left_for_later_in_a_comment()
    {
        var found = await FindAsync(Leftover());

        found.ShouldBeEmpty("what is open is an issue, not a comment");
    }

    private static async Task<IReadOnlyList<string>> FindAsync(Regex pattern)
    {
        var found = new List<string>();
        foreach (var file in (await Repository.FilesAsync()).Where(x => !s_binary.Contains(Path.GetExtension(x))))
        {
            var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, file), TestContext.Current.CancellationToken);
            found.AddRange(lines.Index().Where(x => pattern.IsMatch(x.Item)).Select(x => $"{file}:{x.Index + 1}: {x.Item.Trim()}"));
        }

        return found;
    }

    // the patterns are written so that they do not match themselves
    [GeneratedRegex(@"(?<![\w.])/(wor[k]/|home/\w+/|Users/\w+/|tmp/(wt|team)\b)|[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"[\u2013\u2014\u2018\u2019\u201C\u201D\u2026]")]
    private static partial Regex TypographicPunctuation();

    [GeneratedRegex(@"(//|#|<!--|\*).*\b(TOD[O]|FIXM[E]|HAC[K])\b")]
    private static partial Regex Leftover();
}
