namespace SiteBuilder.Sites.Forms;

/// <summary>What a visitor sent with a form.</summary>
public sealed record EntryView(Guid Id, DateTimeOffset At, IReadOnlyDictionary<string, string> Values);
