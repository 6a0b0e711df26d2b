using System.Net;
using System.Text.RegularExpressions;

namespace SiteBuilder.Storefront.Tests.Editor;

/// <summary>What a browser sends of the editor's form when nothing is typed.</summary>
internal static partial class FormFields
{
    public static (string Name, string Value)[] Of(string html)
    {
        var form = html[html.IndexOf("<form id=\"editor\"", StringComparison.Ordinal)..];
        form = form[..form.IndexOf("</form>", StringComparison.Ordinal)];
        return [.. Fields().Matches(form).Select(Read).OfType<(string, string)>()];
    }

    /// <summary>The same with another value in one field.</summary>
    public static (string Name, string Value)[] With((string Name, string Value)[] fields, string name, string value)
    {
        fields.ShouldContain(field => field.Name == name);
        return [.. fields.Select(field => field.Name == name ? (name, value) : field)];
    }

    private static (string, string)? Read(Match match)
    {
        var (attributes, content) = (match.Groups["attributes"].Value, match.Groups["content"].Value);
        if (attributes.Contains("type=\"checkbox\"", StringComparison.Ordinal) && !attributes.Contains(" checked", StringComparison.Ordinal))
        {
            return null;
        }

        var value = match.Groups["tag"].Value switch
        {
            "textarea" => content.TrimStart('\n'),
            "select" => Chosen().Match(content).Groups[1].Value,
            _ => Attribute(attributes, "value"),
        };
        return (WebUtility.HtmlDecode(Attribute(attributes, "name")), WebUtility.HtmlDecode(value));
    }

    private static string Attribute(string attributes, string name) => Regex.Match(attributes, $" {name}=\"([^\"]*)\"").Groups[1].Value;

    [GeneratedRegex("<(?<tag>input)(?<attributes>[^>]*)>|<(?<tag>textarea|select)(?<attributes>[^>]*)>(?<content>.*?)</(textarea|select)>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fields();

    [GeneratedRegex("<option value=\"([^\"]*)\" selected>")]
    private static partial Regex Chosen();
}
