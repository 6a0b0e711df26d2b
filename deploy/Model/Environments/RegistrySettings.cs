namespace SiteBuilder.Model.Environments;

/// <summary>The image registry of an environment.</summary>
public sealed record RegistrySettings
{
    /// <summary>Host with optional port. Default with a sandbox: <c>localhost:</c> and its registry port; otherwise required.</summary>
    public required string Host { get; init; }

    /// <summary>What stands before the image's name. Default: <c>sitebuilder</c>.</summary>
    public string Prefix { get; init; } = "sitebuilder";
}
