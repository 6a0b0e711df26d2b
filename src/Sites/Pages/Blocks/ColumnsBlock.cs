namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>Columns side by side, which become one on a narrow screen.</summary>
public sealed record ColumnsBlock(IReadOnlyList<Column> Columns) : Block;
