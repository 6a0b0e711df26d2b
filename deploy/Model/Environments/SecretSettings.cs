namespace SiteBuilder.Model.Environments;

/// <summary>How an environment gets its secrets; <c>docs/secrets.md</c> says what has to be in the back end.</summary>
public sealed record SecretSettings
{
    /// <summary>Who keeps the values. Default: the cluster, which makes them.</summary>
    public SecretBackend Backend { get; init; } = SecretBackend.Generated;

    /// <summary>The path of this environment in the back end; each group of secrets is an entry below it. Default: <c>sitebuilder/&lt;environment&gt;</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Vault: where its KV engine of version 2 is mounted. Default: <c>secret</c>.</summary>
    public string Mount { get; init; } = "secret";

    /// <summary>What services log in to PostgreSQL with; dynamic with Vault alone. Default: static.</summary>
    public DatabaseCredentials Database { get; init; } = DatabaseCredentials.Static;

    /// <summary>Vault: the namespace that it runs in, from which it comes to PostgreSQL where <see cref="Database"/> is dynamic. Default: <c>vault</c>.</summary>
    public string VaultNamespace { get; init; } = "vault";

    /// <summary>External Secrets: name of the ClusterSecretStore. Default: <c>sitebuilder</c>.</summary>
    public string Store { get; init; } = "sitebuilder";
}
