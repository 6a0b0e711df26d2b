namespace SiteBuilder.Model.Tables;

/// <summary>One way in from outside, in one environment.</summary>
/// <param name="Host">The host that is asked.</param>
/// <param name="Entry">What it leads to, and how.</param>
public sealed record Route(string Host, RouteEntry Entry)
{
    /// <summary>The path and everything below it.</summary>
    public string PathPrefix => Entry.PathPrefix;

    /// <summary>Who answers.</summary>
    public ServiceEntry Service => Entry.Service;
}
