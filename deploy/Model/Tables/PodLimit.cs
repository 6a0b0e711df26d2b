namespace SiteBuilder.Model.Tables;

/// <summary>The most pods that a service may have.</summary>
/// <param name="Most">How many.</param>
/// <param name="Why">What becomes of more of them, as in <c>find no room</c>.</param>
public sealed record PodLimit(int Most, string Why);
