namespace SiteBuilder.Model.Environments;

/// <summary>Where the values of <see cref="Tables.SecretTable"/> come from.</summary>
public enum SecretBackend
{
    /// <summary>The roll-out makes random ones once, and the cluster keeps them.</summary>
    Generated,

    /// <summary>HashiCorp Vault, by the Vault Secrets Operator.</summary>
    Vault,

    /// <summary>Any store that the External Secrets Operator reads.</summary>
    ExternalSecrets,
}
