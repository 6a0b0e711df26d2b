namespace SiteBuilder.Storefront.Editor.Pages;

/// <summary>Makes the name of a page or a site in its address out of its title.</summary>
internal static class PageName
{
    private const int Longest = 64;

    // the services run without the tables by which the platform would take the marks off letters
    private static readonly Dictionary<char, string> Plain = new (string Letters, string Plain)[]
    {
        ("àáâãäåāą", "a"), ("æ", "ae"), ("çćč", "c"), ("èéêëēęě", "e"), ("ìíîïī", "i"), ("ł", "l"), ("ñńň", "n"), ("òóôõöøō", "o"),
        ("œ", "oe"), ("ř", "r"), ("ß", "ss"), ("śšş", "s"), ("ùúûüūů", "u"), ("ýÿ", "y"), ("źżž", "z"),
    }.SelectMany(entry => entry.Letters.Select(letter => (letter, entry.Plain))).ToDictionary(entry => entry.letter, entry => entry.Plain);

    /// <summary>For example <c>uber-uns</c>; <c>page</c> where the title has no letter that can stand in an address.</summary>
    public static string FromTitle(string title)
    {
        var name = string.Concat(title.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter.ToString() : Plain.GetValueOrDefault(letter, "-")));
        var whole = string.Join('-', name.Split('-', StringSplitOptions.RemoveEmptyEntries));
        return whole.Length switch
        {
            0 => "page",
            > Longest => whole[..Longest].TrimEnd('-'),
            _ => whole,
        };
    }
}
