using System.Text.Json.Nodes;
using SiteBuilder.Rendering;
using SiteBuilder.Storefront.Editor.Drafts;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>The fields of each type of block.</summary>
internal static class BlockForm
{
    private const string RichTextHint = "**bold**, *italic*, [words](address). A backslash before a sign keeps it a plain letter.";
    private const string TargetHint = "https://..., mailto:... or a path such as /about";

    private static readonly (string, string)[] Styles = [("plain", "Plain"), ("bullet", "Bullet"), ("numbered", "Numbered"), ("quote", "Quote")];
    private static readonly (string, string)[] Kinds = [("text", "One line"), ("email", "E-mail"), ("multiline", "Several lines")];

    /// <summary>All blocks of a page or of a column, and the buttons that add more.</summary>
    public static Html List(FormLook look, string path, JsonNode? blocks) => PartList.Of(look, path, blocks, "block", Block, AddButtons(path));

    private static Html Block(FormLook look, string path, JsonObject block)
    {
        var type = block.TextAt("type");
        if (BlockKind.All.All(kind => kind.Type != type))
        {
            return Html.Of($"""{Field.Hidden($"{path}.json", block.ToJsonString())}<p class="hint">This version of the editor does not know blocks of the type '{type}'. It stays as it is.</p>""");
        }

        return Html.Of($"{Field.Hidden($"{path}.type", type)}{Fields(look, path, type, block)}");
    }

    private static Html Fields(FormLook look, string path, string type, JsonObject block) => type switch
    {
        "heading" => Field.Line(look, $"{path}.text", "Text", block.TextAt("text")),
        "text" => Field.Area(look, $"{path}.text", "Text", block.TextAt("text"), 5, "An empty line starts a new paragraph."),
        "richtext" => Html.Of($"""<p class="hint" id="{FieldPath.Id(path)}-signs">{RichTextHint}</p>{PartList.Of(look, $"{path}.paragraphs", block["paragraphs"], "paragraph", Paragraph, PartList.AddButton($"{path}.paragraphs", "Add paragraph"))}"""),
        "image" => Picture(look, path, block),
        "gallery" => PartList.Of(look, $"{path}.images", block["images"], "picture", Picture, PartList.AddButton($"{path}.images", "Add picture")),
        "button" => Html.Of($"{Field.Line(look, $"{path}.text", "Words", block.TextAt("text"))}{Field.Line(look, $"{path}.url", "Leads to", block.TextAt("url"), TargetHint)}"),
        BlockKind.Columns => PartList.Of(look, $"{path}.columns", block["columns"], "column", Column, PartList.AddButton($"{path}.columns", "Add column")),
        _ => Form(look, path, block),
    };

    private static Html Paragraph(FormLook look, string path, JsonObject paragraph) => Html.Of(
        $"""
        <div class="pair">{Field.Choice(look, $"{path}.style", "Style", paragraph.TextAt("style"), Styles)}
        {Field.Area(look, $"{path}.text", "Text", RichTextSyntax.Write(paragraph["spans"] as JsonArray ?? []), 2)}</div>
        """);

    private static Html Picture(FormLook look, string path, JsonObject picture) => Html.Of(
        $"""
        {Field.Line(look, $"{path}.url", "Address", picture.TextAt("url"), "https://... or a path such as /media/...")}
        {(look.MayWrite ? Html.Of($"""<p><a class="quiet button" href="/edit/media" target="_blank" data-pick="{FieldPath.Id($"{path}.url")}">Choose a picture</a></p>""") : Html.Empty)}
        {Field.Line(look, $"{path}.alt", "Description", picture.TextAt("alt"), "For those who do not see the picture.")}
        """);

    private static Html Column(FormLook look, string path, JsonObject column) => List(look, $"{path}.blocks", column["blocks"]);

    private static Html Form(FormLook look, string path, JsonObject form) => Html.Of(
        $"""
        {Field.Line(look, $"{path}.name", "Name", form.TextAt("name"), "Lower-case letters, digits and hyphens; unique on the page.")}
        {PartList.Of(look, $"{path}.fields", form["fields"], "field", FormField, PartList.AddButton($"{path}.fields", "Add field"))}
        {Field.Line(look, $"{path}.submit", "Words of its button", form.TextAt("submit"))}
        {Field.Line(look, $"{path}.thanks", "Words after it was sent", form.TextAt("thanks"))}
        """);

    private static Html FormField(FormLook look, string path, JsonObject field) => Html.Of(
        $"""
        <div class="pair">{Field.Line(look, $"{path}.label", "Label", field.TextAt("label"))}{Field.Line(look, $"{path}.name", "Name", field.TextAt("name"))}</div>
        <div class="pair">{Field.Choice(look, $"{path}.kind", "Kind", field.TextAt("kind"), Kinds)}{Field.Flag($"{path}.required", "Must be filled in", field["required"] is JsonValue value && value.TryGetValue<bool>(out var required) && required)}</div>
        """);

    // no columns within columns
    private static Html AddButtons(string path) => Html.Each(
        BlockKind.All.Where(kind => kind.Type != BlockKind.Columns || path == "blocks"),
        kind => PartList.AddButton(path, kind.Name, kind.Type));
}
