namespace SiteBuilder.Model.Tables;

/// <summary>What a path of every brand's host leads to, and how.</summary>
/// <param name="PathPrefix">The path and everything below it.</param>
/// <param name="Service">Who answers.</param>
public sealed record RouteEntry(string PathPrefix, ServiceEntry Service)
{
    /// <summary>How requests are taken. Default: see <see cref="RoutePolicy"/>.</summary>
    public RoutePolicy Policy { get; init; } = new();

    /// <summary>The service that leads there, itself reached by an entry of its own. Default: none, the way in leads there.</summary>
    public ServiceEntry? Through { get; init; }

    /// <summary>What is asked for after a roll-out. Default: nothing.</summary>
    public RouteCheck? Check { get; init; }
}
