namespace SiteBuilder.Gateway.Tests.Isolation;

/// <summary>A brand with what its people know and hold; everything it keeps has its marker in it.</summary>
/// <param name="Name">The brand.</param>
/// <param name="Hosts">Its hosts, as they may be written.</param>
/// <param name="Marker">A text that nobody else writes.</param>
internal sealed record BrandSide(string Name, IReadOnlyList<string> Hosts, string Marker)
{
    /// <summary>Access tokens by whose they are; forged and expired ones too.</summary>
    public Dictionary<string, string> Tokens { get; } = [];

    /// <summary>Refresh tokens that were given out.</summary>
    public List<string> RefreshTokens { get; } = [];

    /// <summary>Its users' ids.</summary>
    public List<string> Users { get; } = [];

    /// <summary>Its users' addresses.</summary>
    public List<string> Addresses { get; } = [];
}
