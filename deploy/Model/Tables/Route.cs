namespace SiteBuilder.Model.Tables;

/// <summary>One way in from outside, in one environment.</summary>
/// <param name="Host">The host that is asked.</param>
/// <param name="PathPrefix">The path and everything below it.</param>
/// <param name="Service">Who answers.</param>
public sealed record Route(string Host, string PathPrefix, ServiceEntry Service);
