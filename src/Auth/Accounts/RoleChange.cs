namespace SiteBuilder.Auth.Accounts;

/// <summary>How a change of role went.</summary>
public enum RoleChange
{
    /// <summary>The user has the role; tokens that are out keep the old one until they expire.</summary>
    Done,

    /// <summary>The brand has no such user.</summary>
    NoUser,

    /// <summary>The user is the brand's only owner.</summary>
    LastOwner,
}
