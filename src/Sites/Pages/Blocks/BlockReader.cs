using SiteBuilder.ServiceDefaults.Input;

namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>Reads the blocks of a page from JSON and reports every problem at its field.</summary>
internal static class BlockReader
{
    private const string Columns = "columns";

    private static readonly SortedDictionary<string, Func<InputObject, Block>> Readers = new(StringComparer.Ordinal)
    {
        ["button"] = Button,
        [Columns] = ReadColumns,
        ["form"] = FormReader.Read,
        ["gallery"] = Gallery,
        ["heading"] = Heading,
        ["image"] = Image,
        ["richtext"] = RichTextReader.Read,
        ["text"] = Text,
    };

    private static readonly string[] Types = [.. Readers.Keys];
    private static readonly string[] TypesInColumns = [.. Readers.Keys.Where(type => type != Columns)];

    /// <summary>The field <c>blocks</c> of a page.</summary>
    public static IReadOnlyList<Block> Read(InputObject page) => Read(page, Types);

    private static List<Block> Read(InputObject holder, string[] types) =>
    [
        .. holder.Objects("blocks", "blocks", PageReader.MaxBlocks, "an object with 'type'")
            .Select(block => block.Choice("type", types) is { } type ? Readers[type](block) : null)
            .OfType<Block>(),
    ];

    private static HeadingBlock Heading(InputObject block)
    {
        block.Knows("type", "text");
        return new HeadingBlock(block.Text("text", PageReader.MaxTitle));
    }

    private static TextBlock Text(InputObject block)
    {
        block.Knows("type", "text");
        return new TextBlock(block.Text("text", PageReader.MaxText));
    }

    private static ImageBlock Image(InputObject block)
    {
        block.Knows("type", "url", "alt");
        return new ImageBlock(Links.Picture(block), block.Text("alt", PageReader.MaxTitle));
    }

    private static GalleryBlock Gallery(InputObject block)
    {
        block.Knows("type", "images");
        return new GalleryBlock(
        [
            .. block.Objects("images", "images", 60, "an object with 'url' and 'alt'").Select(image =>
            {
                image.Knows("url", "alt");
                return new Picture(Links.Picture(image), image.Text("alt", PageReader.MaxTitle));
            }),
        ]);
    }

    private static ButtonBlock Button(InputObject block)
    {
        block.Knows("type", "text", "url");
        return new ButtonBlock(block.Text("text", PageReader.MaxTitle), Links.Target(block, "url"));
    }

    private static ColumnsBlock ReadColumns(InputObject block)
    {
        block.Knows("type", Columns);
        return new ColumnsBlock(
        [
            .. block.Objects(Columns, Columns, 4, "an object with 'blocks'").Select(column =>
            {
                column.Knows("blocks");
                return new Column(Read(column, TypesInColumns));
            }),
        ]);
    }
}
