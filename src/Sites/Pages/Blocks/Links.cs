using SiteBuilder.ServiceDefaults.Input;

namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>The addresses that a page may hold; none that a browser would run as a script.</summary>
internal static class Links
{
    private const int MaxLength = 2000;

    private static readonly string[] Schemes = [Uri.UriSchemeHttps, Uri.UriSchemeHttp, Uri.UriSchemeMailto, "tel"];

    /// <summary>The field <c>url</c> of a picture.</summary>
    public static string Picture(InputObject holder) => Read(
        holder, "url", url => url.Scheme == Uri.UriSchemeHttps, "use an https URL or a path that starts with '/'");

    /// <summary>Where a click leads.</summary>
    public static string Target(InputObject holder, string name) => Read(
        holder, name, url => Schemes.Contains(url.Scheme), "use an http, https, mailto or tel URL or a path that starts with '/'");

    private static string Read(InputObject holder, string name, Func<Uri, bool> isAllowed, string use)
    {
        var text = holder.Text(name, MaxLength);
        if (text.Length > 0 && !IsOnHost(text) && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && isAllowed(url)))
        {
            holder.Report(name, $"is '{text}'; {use}");
        }

        return text;
    }

    private static bool IsOnHost(string text) =>
        text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal) && !text.Contains('\\', StringComparison.Ordinal);
}
