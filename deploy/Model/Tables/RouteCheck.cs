namespace SiteBuilder.Model.Tables;

/// <summary>A request that shows that a route leads where it should: it must be answered with 200.</summary>
/// <param name="Path">What is asked for, at the first host of every brand.</param>
/// <param name="Text">What the answer must contain; null = the title of the brand.</param>
public sealed record RouteCheck(string Path, string? Text = null);
