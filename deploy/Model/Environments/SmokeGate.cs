namespace SiteBuilder.Model.Environments;

/// <summary>The check after a roll-out that what the route table names answers through the ingress for every brand.</summary>
public sealed record SmokeGate
{
    /// <summary>Whether a page that does not answer fails the deploy; otherwise it is a warning. Default: true.</summary>
    public bool Required { get; init; } = true;
}
