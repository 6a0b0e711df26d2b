namespace SiteBuilder.Model.Environments.Loading;

/// <summary>The block <c>secrets</c>.</summary>
internal static class SecretReader
{
    public static SecretSettings Read(string name, YamlSection section)
    {
        var defaults = new SecretSettings { Path = $"sitebuilder/{name}" };
        var secrets = defaults with
        {
            Backend = section.Optional("backend", Scalars.OneOf<SecretBackend>(), defaults.Backend),
            Path = section.Optional("path", Scalars.SecretPath, defaults.Path),
            Mount = section.Optional("mount", Scalars.SecretPath, defaults.Mount),
            Database = section.Optional("database", Scalars.OneOf<DatabaseCredentials>(), defaults.Database),
            VaultNamespace = section.Optional("vaultNamespace", Scalars.DnsLabel, defaults.VaultNamespace),
            Store = section.Optional("store", Scalars.HostName, defaults.Store),
        };
        Check(section, secrets.Backend, "mount", SecretBackend.Vault);
        Check(section, secrets.Backend, "vaultNamespace", SecretBackend.Vault);
        Check(section, secrets.Backend, "store", SecretBackend.ExternalSecrets);
        if (secrets is { Database: DatabaseCredentials.Dynamic, Backend: not SecretBackend.Vault })
        {
            section.Report("database", $": dynamic ones are made by Vault, and the backend is {Scalars.NameOf(secrets.Backend)}; set secrets.backend to vault, or remove it");
        }

        section.Finish();
        return secrets;
    }

    /// <summary>Refuses a key of the other back end: it would be taken for one that counts.</summary>
    private static void Check(YamlSection section, SecretBackend found, string key, SecretBackend useful)
    {
        if (section.Has(key) && found != SecretBackend.Generated && found != useful)
        {
            section.Report(key, $": has no meaning with backend {Scalars.NameOf(found)}; remove it, or set secrets.backend to {Scalars.NameOf(useful)}");
        }
    }
}
