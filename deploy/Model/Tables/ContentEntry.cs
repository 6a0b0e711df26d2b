namespace SiteBuilder.Model.Tables;

/// <summary>Paths below a route where people send content.</summary>
/// <param name="Route">The route, by its path.</param>
/// <param name="Pattern">The whole path, as a regular expression.</param>
/// <param name="Kind">What they send.</param>
/// <param name="Why">What it is good for.</param>
public sealed record ContentEntry(string Route, string Pattern, ContentKind Kind, string Why)
{
    /// <summary>The largest body, in bytes.</summary>
    public long LargestBody => Kind == ContentKind.Files ? ContentTable.LargestFile : ContentTable.LargestText;
}
