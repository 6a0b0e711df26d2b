using System.Text.RegularExpressions;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>Whether a text names an image at all.</summary>
internal static partial class ImageReference
{
    /// <summary>What is wrong with the name, in the words of a kubelet; null for a good one.</summary>
    public static string? Problem(string image)
    {
        int slash = image.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? "" : image[..slash];
        bool hasDomain = slash >= 0 && (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost" || first != first.ToLowerInvariant());
        string rest = hasDomain ? image[(slash + 1)..] : image;
        string name = Tail().Replace(rest, "");
        string? why = name != name.ToLowerInvariant() ? $"invalid reference format: repository name ({name}) must be lowercase"
            : !Rest().IsMatch(rest) || (hasDomain && !Domain().IsMatch(first)) ? "invalid reference format"
            : null;
        return why is null ? null : $"Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": {why}";
    }

    [GeneratedRegex("(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?(@.*)?$")]
    private static partial Regex Tail();

    [GeneratedRegex("^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$")]
    private static partial Regex Rest();

    [GeneratedRegex("^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[0-9]+)?$")]
    private static partial Regex Domain();
}
