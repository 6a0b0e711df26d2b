namespace SiteBuilder.Storefront.Editor.Drafts;

/// <summary>A part of a draft while it is put together from its fields.</summary>
internal sealed class DraftNode
{
    public Dictionary<string, DraftNode> Members { get; } = [];

    /// <summary>By position; gaps close.</summary>
    public SortedDictionary<int, DraftNode> Items { get; } = [];

    public string? Value { get; set; }

    public DraftNode Member(string name) => Members.TryGetValue(name, out var node) ? node : Members[name] = new DraftNode();

    public DraftNode Item(int index) => Items.TryGetValue(index, out var node) ? node : Items[index] = new DraftNode();
}
