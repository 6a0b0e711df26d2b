using SiteBuilder.ServiceDefaults.Input;

namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>Reads a form.</summary>
internal static class FormReader
{
    private const int MaxFields = 20;

    public static FormBlock Read(InputObject block)
    {
        block.Knows("type", "name", "fields", "submit", "thanks");
        var fields = block.Objects("fields", "fields", MaxFields, "an object with 'name', 'label' and 'kind'").Select(Field).ToList();
        if (block.Has("fields") && fields.GroupBy(field => field.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            block.Report("fields", $"names '{twice.Key}' twice; every field needs a name of its own");
        }

        return new FormBlock(
            Name(block), fields, block.Text("submit", PageReader.MaxTitle), block.Text("thanks", PageReader.MaxText));
    }

    private static FormField Field(InputObject field)
    {
        field.Knows("name", "label", "kind", "required");
        return new FormField(
            Name(field), field.Text("label", PageReader.MaxTitle), field.Choice("kind", FormField.Kinds) ?? "", field.Flag("required"));
    }

    private static string Name(InputObject holder)
    {
        var name = holder.Text("name", Slug.MaxLength);
        if (name.Length > 0 && Slug.Problem(name) is { } problem)
        {
            holder.Report("name", problem);
        }

        return name;
    }
}
