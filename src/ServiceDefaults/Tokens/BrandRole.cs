namespace SiteBuilder.ServiceDefaults.Tokens;

/// <summary>What a user may do in the brand that their token is for; each role includes those before it.</summary>
public enum BrandRole
{
    /// <summary>Reads, drafts included.</summary>
    Viewer,

    /// <summary>Writes and publishes.</summary>
    Editor,

    /// <summary>Gives roles to other users.</summary>
    Owner,
}
