namespace SiteBuilder.Model.Environments;

/// <summary>The web application firewall between the ingress and the services; its size stands under <c>services.waf</c>.</summary>
public sealed record WafSettings
{
    /// <summary>What it does. Default: off on the embedded sandbox, otherwise blocking.</summary>
    public required WafMode Mode { get; init; }

    /// <summary>Rules that do not count somewhere, in the order of the file. Default: none.</summary>
    public IReadOnlyList<WafExclusion> Exclusions { get; init; } = [];
}
