using SiteBuilder.Rendering;
using SiteBuilder.Storefront.Editor.Drafts;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>Fields with their labels and with what is wrong in them. A field's name is the path of its value.</summary>
internal static class Field
{
    public static Html Line(FormLook look, string path, string label, string value, string? hint = null) => Labelled(look, path, label, hint, Html.Of(
        $"""<input id="{FieldPath.Id(path)}" name="{path}" value="{value}" autocomplete="off"{Described(look, path, hint)}>"""));

    // a browser drops the first line break
    public static Html Area(FormLook look, string path, string label, string value, int rows, string? hint = null) => Labelled(look, path, label, hint, Html.Of(
        $"""<textarea id="{FieldPath.Id(path)}" name="{path}" rows="{rows}"{Described(look, path, hint)}>{Html.LineBreak}{value}</textarea>"""));

    public static Html Choice(FormLook look, string path, string label, string value, IReadOnlyList<(string Value, string Name)> choices) => Labelled(look, path, label, null, Html.Of(
        $"""<select id="{FieldPath.Id(path)}" name="{path}"{Described(look, path, null)}>{Html.Each(choices, choice => Option(choice, choice.Value == value))}</select>"""));

    public static Html Flag(string path, string label, bool value) => Html.Of(
        $"""<p class="flag"><input type="checkbox" id="{FieldPath.Id(path)}" name="{path}" value="true"{(value ? Html.Of($" checked") : Html.Empty)}> <label for="{FieldPath.Id(path)}">{label}</label></p>""");

    public static Html Hidden(string name, string value) => Html.Of($"""<input type="hidden" name="{name}" value="{value}">""");

    private static Html Labelled(FormLook look, string path, string label, string? hint, Html input) => Html.Of(
        $"""<p class="field"><label for="{FieldPath.Id(path)}">{label}</label>{input}{Note("hint", path, hint)}{Note("error", path, look.ErrorAt(path))}</p>""");

    private static Html Note(string kind, string path, string? text) =>
        text is null ? Html.Empty : Html.Of($"""<span class="{kind}" id="{FieldPath.Id(path)}-{kind}">{text}</span>""");

    private static Html Described(FormLook look, string path, string? hint)
    {
        var isWrong = look.ErrorAt(path) is not null;
        var notes = string.Join(' ', new[] { (hint is not null, "hint"), (isWrong, "error") }.Where(note => note.Item1).Select(note => $"{FieldPath.Id(path)}-{note.Item2}"));
        return Html.Of($"{(isWrong ? Html.Of($""" aria-invalid="true" """) : Html.Empty)}{(notes.Length > 0 ? Html.Of($""" aria-describedby="{notes}" """) : Html.Empty)}");
    }

    private static Html Option((string Value, string Name) choice, bool isChosen) =>
        Html.Of($"""<option value="{choice.Value}"{(isChosen ? Html.Of($" selected") : Html.Empty)}>{choice.Name}</option>""");
}
