namespace SiteBuilder.Sites.Forms;

/// <summary>What came in with a form, the newest first.</summary>
public sealed record EntryList(string Form, IReadOnlyList<EntryView> Entries);
