namespace SiteBuilder.Model.Environments;

/// <summary>The check after a roll-out that every brand's home page answers through the ingress.</summary>
public sealed record SmokeGate
{
    /// <summary>Whether a page that does not answer fails the deploy; otherwise it is a warning. Default: true.</summary>
    public bool Required { get; init; } = true;
}
