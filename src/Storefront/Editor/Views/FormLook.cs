using SiteBuilder.Storefront.Editor.Drafts;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>What all fields of a form have to know.</summary>
/// <param name="Errors">What is wrong, by the paths of Sites.</param>
/// <param name="MayWrite">Whether the user may write; who may not sees no buttons.</param>
internal sealed record FormLook(IReadOnlyDictionary<string, string> Errors, bool MayWrite)
{
    /// <summary>What is wrong with a field; null where nothing is.</summary>
    public string? ErrorAt(string path) =>
        string.Join("; ", Errors.Where(error => FieldPath.Shown(error.Key) == path).Select(error => error.Value)) is { Length: > 0 } sentence ? sentence : null;
}
