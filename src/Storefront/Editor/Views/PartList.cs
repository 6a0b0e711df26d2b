using System.Text.Json.Nodes;
using SiteBuilder.Rendering;
using SiteBuilder.Storefront.Editor.Drafts;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>A list whose entries are moved, removed and added by buttons.</summary>
internal static class PartList
{
    /// <param name="look">The form.</param>
    /// <param name="path">The list.</param>
    /// <param name="list">Its entries.</param>
    /// <param name="noun">What an entry is.</param>
    /// <param name="fields">The fields of an entry.</param>
    /// <param name="add">The buttons that add an entry.</param>
    public static Html Of(FormLook look, string path, JsonNode? list, string noun, Func<FormLook, string, JsonObject, Html> fields, Html add)
    {
        var items = (list as JsonArray ?? []).OfType<JsonObject>().ToList();
        return Html.Of($"""
            {Field.Hidden(path, "")}
            <ol class="parts {noun}s">{Html.Each(items.Select((item, index) => Entry(look, path, index, items.Count, noun, item, fields)), html => html)}</ol>
            {(look.MayWrite ? Html.Of($"""<div class="add" role="group" aria-label="Add a {noun}" id="{FieldPath.Id(path)}-add" tabindex="-1">{add}</div>""") : Html.Empty)}
            """);
    }

    /// <summary>A button that adds an entry.</summary>
    public static Html AddButton(string path, string words, string type = "") =>
        Html.Of($"""<button class="quiet" name="do" value="add {path} {type}" id="{FieldPath.Id(path)}-add-{type}" formnovalidate><span aria-hidden="true">+</span> {words}</button>""");

    private static Html Entry(FormLook look, string path, int index, int count, string noun, JsonObject item, Func<FormLook, string, JsonObject, Html> fields)
    {
        var at = $"{path}[{index}]";
        var name = noun == "block" ? BlockKind.NameOf(item.TextAt("type")) : $"{char.ToUpperInvariant(noun[0])}{noun[1..]}";
        var place = $"{name}, {index + 1} of {count}";
        return Html.Of($"""
            <li class="part" id="{FieldPath.Id(at)}" role="group" aria-label="{place}" tabindex="-1">
            <div class="head"><span class="kind">{name}</span>{(look.MayWrite ? Buttons(at, index, count, place) : Html.Empty)}</div>
            {fields(look, at, item)}
            </li>
            """);
    }

    private static Html Buttons(string at, int index, int count, string place) => Html.Of(
        $"""
        <span class="moves">{Button(at, "up", "\u2191", $"Move up: {place}", index > 0)}{Button(at, "down", "\u2193", $"Move down: {place}", index < count - 1)}{Button(at, "remove", "\u00d7", $"Remove: {place}", true)}</span>
        """);

    private static Html Button(string at, string verb, string sign, string label, bool isPossible) => Html.Of(
        $"""<button class="quiet" name="do" value="{verb} {at}" id="{FieldPath.Id(at)}-{verb}" aria-label="{label}" title="{label}"{(isPossible ? Html.Empty : Html.Of($" disabled"))}><span aria-hidden="true">{sign}</span></button>""");
}
