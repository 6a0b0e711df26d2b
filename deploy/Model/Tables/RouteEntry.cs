namespace SiteBuilder.Model.Tables;

/// <summary>What a path of every brand's host leads to.</summary>
/// <param name="PathPrefix">The path and everything below it.</param>
/// <param name="Service">Who answers.</param>
public sealed record RouteEntry(string PathPrefix, ServiceEntry Service);
