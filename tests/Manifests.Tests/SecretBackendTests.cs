using System.Text.Json.Nodes;
using SiteBuilder.Manifests.Tests.Network;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Tests;

public sealed class SecretBackendTests
{
    [Theory]
    [InlineData(SecretBackend.Vault)]
    [InlineData(SecretBackend.ExternalSecrets)]
    public void Each_back_end_brings_the_same_Secrets_with_the_same_keys(SecretBackend backend)
    {
        var generated = Platform.Render(With("production", SecretBackend.Generated));
        var brought = Platform.Render(With("production", backend));

        Lines(brought).ShouldBe(Lines(generated));
        brought.OfKind("Secret").ShouldAllBe(item => item.Mark("annotations", ObjectLabels.Generate)!.Contains(CertificateTable.Authority));
    }

    [Fact]
    public void Certificates_are_made_in_the_cluster_in_every_environment()
    {
        foreach (var name in Platform.Environments.Select(name => name.Data))
        {
            Platform.Render(name).OfKind("Secret").Select(item => item.Mark("annotations", ObjectLabels.Generate)!).Where(rule => rule.Contains(CertificateTable.Authority)).ShouldBe(
            [
                "platform-authority:authority",
                "platform-trust:trust in platform-authority",
                "object-storage-certificate:certificate by platform-authority for object-storage.database.svc.cluster.local",
                "pgbouncer-certificate:certificate by platform-authority for pgbouncer.database.svc.cluster.local",
                .. Platform.Load(name).Database.Backups.Enabled ? ["postgres-backup-certificate:certificate by platform-authority for postgres-backup"] : Array.Empty<string>(),
                "postgres-certificate:certificate by platform-authority for postgres.database.svc.cluster.local,postgres-replicas.database.svc.cluster.local,*.postgres-pods.database.svc.cluster.local",
                "redis-cache-certificate:certificate by platform-authority for redis-cache,localhost",
                "redis-queue-certificate:certificate by platform-authority for redis-queue,localhost",
                "platform-trust:trust in platform-authority",
            ]);
        }
    }

    [Fact]
    public void The_key_of_the_authority_is_where_no_pod_may_run()
    {
        var objects = Platform.Render("production");

        objects.OfKind("Secret").Single(item => item.Mark("annotations", ObjectLabels.Generate) == "platform-authority:authority").Namespace().ShouldBe("authority");
        objects.OfKind("ResourceQuota").Single(item => item.Namespace() == "authority").At("spec.hard")!["pods"]!.ToString().ShouldBe("0");
        objects.ShouldNotContain(item => item.Namespace() == "authority" && item.PodTemplate() != null);
    }

    [Fact]
    public void External_Secrets_reads_the_keys_of_a_namespace_once()
    {
        var objects = Platform.Render(With("staging", SecretBackend.ExternalSecrets));

        var item = objects.OfKind("ExternalSecret").Single(o => o.Namespace() == "backend" && o.Name().StartsWith("auth-", StringComparison.Ordinal));
        item["spec"]!.ToJsonString().ShouldBe($$$"""
            {"secretStoreRef":{"name":"sitebuilder","kind":"ClusterSecretStore"},"target":{"name":"{{{item.Name()}}}","creationPolicy":"Owner","immutable":true},"data":[{"secretKey":"key-encryption","remoteRef":{"key":"sitebuilder/staging/auth","property":"key-encryption"}},{"secretKey":"owner-password","remoteRef":{"key":"sitebuilder/staging/auth","property":"owner-password"}}],"refreshPolicy":"CreatedOnce"}
            """);
    }

    [Fact]
    public void Vault_is_read_by_an_account_of_each_namespace_in_the_version_of_the_rotation()
    {
        var objects = Platform.Render(With("production", SecretBackend.Vault) with { Secrets = new SecretSettings { Backend = SecretBackend.Vault, Path = "teams/shop", Mount = "kv" } });

        objects.OfKind("VaultAuth").Select(item => $"{item.Namespace()} {item.Text("spec.kubernetes.role")} as {item.Text("spec.kubernetes.serviceAccount")}").ShouldBe(
            SecretTable.Of(Platform.Load("production")).SelectMany(secret => secret.Namespaces).Distinct().Order(StringComparer.Ordinal).Select(ns => $"{ns} sitebuilder-production-{ns} as secret-reader"));
        var item = objects.OfKind("VaultStaticSecret").Single(o => o.Namespace() == "backend" && o.Name().StartsWith("editor-", StringComparison.Ordinal));
        item["spec"]!.ToJsonString().ShouldBe($$$"""
            {"vaultAuthRef":"secret-reader","mount":"kv","path":"teams/shop/editor","version":{{{SecretTable.Editor.Rotation}}},"destination":{"name":"{{{item.Name()}}}","transformation":{"includes":["^token$"],"excludeRaw":true},"create":true},"type":"kv-v2"}
            """);
        objects.ShouldNotContain(o => o.PodTemplate() != null && o.PodTemplate()!.Text("spec.serviceAccountName") == "secret-reader");
    }

    [Fact]
    public void Where_Vault_makes_the_logins_each_service_has_one_at_each_of_its_servers_and_no_password_of_the_table()
    {
        var objects = Platform.Render(Dynamic());

        objects.OfKind("VaultDynamicSecret").Select(item => $"{item.Name()}: {item.Text("spec.mount")}/{item.Text("spec.path")}").ShouldBe(
        [
            "auth-database: database/creds/sitebuilder-production-auth",
            "sites-database: database/creds/sitebuilder-production-sites",
            "sites-database-second: database/creds/sitebuilder-production-sites-second",
        ]);
        objects.OfKind("VaultDynamicSecret").First()["spec"]!.ToJsonString().ShouldBe("""
            {"vaultAuthRef":"secret-reader","mount":"database","path":"creds/sitebuilder-production-auth","destination":{"name":"auth-database","transformation":{"includes":["^username$","^password$"],"excludeRaw":true},"create":true},"rolloutRestartTargets":[{"kind":"Deployment","name":"auth"}]}
            """);
        foreach (var workload in (JsonObject[])[objects.The("Deployment", "sites"), objects.The("Job", "sites-migrate")])
        {
            var container = workload.Containers().Single();
            container.Items("env").Where(item => item.Text("name")!.StartsWith("Sites__Database__", StringComparison.Ordinal) && item.Text("value")!.StartsWith('/')).Select(item => $"{item.Text("name")} {item.Text("value")}").ShouldBe(
                ["Sites__Database__UserFile /etc/secrets/database/username", "Sites__Database__PasswordFile /etc/secrets/database/password", "Sites__Database__AuthorityFile /etc/trust/ca.crt"]);
            // mounted one by one: files that the cluster does not change below a container that runs
            container.Items("volumeMounts").Where(mount => mount.Text("name")!.StartsWith("database", StringComparison.Ordinal)).ShouldAllBe(mount => mount.Text("mountPath")!.EndsWith("/" + mount.Text("subPath"), StringComparison.Ordinal));
        }

        objects.OfKind("ConfigMap").Single(item => item.Name().StartsWith("sites-shards-", StringComparison.Ordinal))["data"]!["shards.json"]!.ToString().ShouldContain("\"userFile\": \"/etc/secrets/database-second/username\"");
        objects.ShouldNotContain(item => item.Name().StartsWith("postgres-migrate", StringComparison.Ordinal) || item.Text("spec.path") == "sitebuilder/production/postgres");
        objects.The("StatefulSet", "postgres").Containers().First().Items("env").Where(item => item.Text("name") is "POSTGRES_SERVICES" or "POSTGRES_VAULT_PASSWORD_FILE").Select(item => item.Text("value"))
            .ShouldBe(["auth sites", "/etc/secrets/postgres-vault/vault-password"]);
    }

    [Fact]
    public void Vault_alone_of_others_comes_to_the_database_and_only_where_it_makes_logins()
    {
        var (vault, stranger, database) = (new NetworkPod("secrets-of-all", "vault"), new NetworkPod("default", "vault"), new NetworkPod("database", "postgres"));
        var network = new PolicyNetwork(Platform.Render(Dynamic()));

        network.IsOpen(vault, database, 5432).ShouldBeTrue();
        network.IsOpen(vault, new NetworkPod("database", "postgres-shard-second"), 5432).ShouldBeTrue();
        network.IsOpen(vault, database, 8008).ShouldBeFalse();
        network.IsOpen(vault, new NetworkPod("database", "pgbouncer"), 6432).ShouldBeFalse();
        network.IsOpen(stranger, database, 5432).ShouldBeFalse();
        new PolicyNetwork(Platform.Render("production")).IsOpen(vault, database, 5432).ShouldBeFalse();
    }

    [Fact]
    public void The_page_on_secrets_has_the_table() =>
        File.ReadAllText(Path.Combine(Platform.Root, "docs", "secrets.md")).ReplaceLineEndings("\n").ShouldContain(string.Join('\n', Rows()));

    private static IEnumerable<string> Rows() =>
        from secret in SecretTable.All
        from key in secret.Keys
        select $"| `{secret.Group}` | `{key.Name}` | {key.Length} | {string.Join(", ", key.Readers.Select(reader => reader.Name))} |";

    private static DeliveryEnvironment Dynamic()
    {
        var loaded = Platform.Load("production");
        return loaded with
        {
            Secrets = loaded.Secrets with { Database = DatabaseCredentials.Dynamic, VaultNamespace = "secrets-of-all" },
            Database = loaded.Database with { Shards = ["second"] },
            Brands = [loaded.Brands[0], loaded.Brands[1] with { Shard = "second" }],
        };
    }

    private static DeliveryEnvironment With(string environment, SecretBackend backend)
    {
        var loaded = Platform.Load(environment);
        return loaded with { Secrets = loaded.Secrets with { Backend = backend } };
    }

    private static IEnumerable<string> Lines(IReadOnlyList<JsonObject> objects) =>
        SecretMakers.Keys(objects).Select(secret => $"{secret.Key}: {string.Join(", ", secret.Value.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal);
}
