using SiteBuilder.Rendering;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>What visitors see of a page, in a few words.</summary>
internal static class StateMark
{
    public static Html Of(int version, int? published, bool isChanged) => isChanged ? Mark("changed", "Not saved") : published switch
    {
        null => Mark("draft", "Draft"),
        var shown when shown == version => Mark("published", "Published"),
        _ => Mark("changed", "Changed since it was published"),
    };

    private static Html Mark(string kind, string words) => Html.Of($"""<span class="state {kind}">{words}</span>""");
}
