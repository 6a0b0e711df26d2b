namespace SiteBuilder.Model.Environments.Loading;

/// <summary>The block <c>secrets</c>.</summary>
internal static class SecretReader
{
    public static SecretSettings Read(string name, YamlSection section, SandboxSettings? sandbox)
    {
        var defaults = new SecretSettings { Path = $"sitebuilder/{name}" };
        var secrets = defaults with
        {
            Backend = section.Optional("backend", Scalars.OneOf<SecretBackend>(), defaults.Backend),
            Path = section.Optional("path", Scalars.SecretPath, defaults.Path),
            Mount = section.Optional("mount", Scalars.SecretPath, defaults.Mount),
            Database = section.Optional("database", Scalars.OneOf<DatabaseCredentials>(), defaults.Database),
            VaultNamespace = section.Optional("vaultNamespace", Scalars.NamespaceOfOthers, defaults.VaultNamespace),
            Store = section.Optional("store", Scalars.HostName, defaults.Store),
        };
        if (sandbox is not null && secrets.Backend != SecretBackend.Generated)
        {
            section.Report("backend", $": the sandbox has no operator that would bring secrets of {Scalars.NameOf(secrets.Backend)}; remove this, they are made there");
        }

        Check(section, secrets.Backend, "path", SecretBackend.Vault, SecretBackend.ExternalSecrets);
        Check(section, secrets.Backend, "mount", SecretBackend.Vault);
        Check(section, secrets.Backend, "vaultNamespace", SecretBackend.Vault);
        Check(section, secrets.Backend, "store", SecretBackend.ExternalSecrets);
        if (section.Has("vaultNamespace") && secrets is { Backend: SecretBackend.Vault, Database: DatabaseCredentials.Static })
        {
            section.Report("vaultNamespace", ": Vault comes to PostgreSQL from there where it makes logins, and secrets.database is static; set that to dynamic, or remove this");
        }

        if (secrets is { Database: DatabaseCredentials.Dynamic, Backend: not SecretBackend.Vault })
        {
            section.Report("database", $": dynamic ones are made by Vault, and the backend is {Scalars.NameOf(secrets.Backend)}; set secrets.backend to vault, or remove it");
        }

        section.Finish();
        return secrets;
    }

    /// <summary>Refuses a key of another back end: it would be taken for one that counts.</summary>
    private static void Check(YamlSection section, SecretBackend found, string key, params SecretBackend[] useful)
    {
        if (section.Has(key) && !useful.Contains(found))
        {
            section.Report(key, $": has no meaning with backend {Scalars.NameOf(found)}; remove it, or set secrets.backend to {string.Join(" or ", useful.Select(Scalars.NameOf))}");
        }
    }
}
