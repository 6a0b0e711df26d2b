namespace SiteBuilder.Model.Environments;

/// <summary>What services log in to PostgreSQL with.</summary>
public enum DatabaseCredentials
{
    /// <summary>Two logins of each service, which take turns; their passwords are in <see cref="Tables.SecretTable"/>.</summary>
    Static,

    /// <summary>Logins that Vault makes for a while, one after another.</summary>
    Dynamic,
}
