using SiteBuilder.Model.Environments;

namespace SiteBuilder.Model.Tables;

/// <summary>Every secret of ours, who reads it and how often it was rotated.</summary>
public static class SecretTable
{
    /// <summary>The bearer token of the Sites write API.</summary>
    public static SecretEntry Editor { get; } = new()
    {
        Group = "editor",
        Keys = [new SecretKey("token", 40, [ServiceTable.Sites])],
        Rotation = 1,
    };

    /// <summary>What Auth encrypts its private keys with, and the first password of each brand's owner.</summary>
    public static SecretEntry Auth { get; } = new()
    {
        Group = "auth",
        Keys = [new SecretKey("key-encryption", 48, [ServiceTable.Auth]), new SecretKey("owner-password", 32, [ServiceTable.Auth])],
        Rotation = 1,
    };

    /// <summary>The pair of keys that opens all of object storage.</summary>
    public static SecretEntry ObjectStorage { get; } = new()
    {
        Group = "object-storage",
        Keys =
        [
            new SecretKey("access-key", 32, [ServiceTable.ObjectStorage, ServiceTable.Media, ServiceTable.Publisher]),
            new SecretKey("secret-key", 48, [ServiceTable.ObjectStorage, ServiceTable.Media, ServiceTable.Publisher]),
        ],
        Rotation = 1,
    };

    /// <summary>The pair of keys that reads copies of sites, and nothing else.</summary>
    public static SecretEntry ObjectStorageReader { get; } = new()
    {
        Group = "object-storage-reader",
        Keys =
        [
            new SecretKey("access-key", 32, [ServiceTable.ObjectStorage, ServiceTable.Storefront]),
            new SecretKey("secret-key", 48, [ServiceTable.ObjectStorage, ServiceTable.Storefront]),
        ],
        Rotation = 1,
    };

    /// <summary>The passwords that services log in to the database with; whose turn it is says <see cref="DatabaseLogins"/>. No member of PostgreSQL restarts for a rotation here.</summary>
    public static SecretEntry Postgres { get; } = new()
    {
        Group = "postgres",
        Keys =
        [
            new SecretKey("auth-password", 32, [ServiceTable.Postgres, ServiceTable.Auth]),
            new SecretKey("sites-password", 32, [ServiceTable.Postgres, ServiceTable.Sites]),
        ],
        Rotation = 1,
        IsIn = environment => environment.Secrets.Database == DatabaseCredentials.Static,
    };

    /// <summary>
    /// What PostgreSQL's members know each other and their Job by; a group of its own, so that new passwords of services leave the members alone. After a rotation
    /// here replicas follow again once the primary has restarted too.
    /// </summary>
    public static SecretEntry PostgresMembers { get; } = new()
    {
        Group = "postgres-members",
        Keys =
        [
            new SecretKey("superuser-password", 32, [ServiceTable.Postgres]),
            new SecretKey("replication-password", 40, [ServiceTable.Postgres]),
            new SecretKey("control-password", 40, [ServiceTable.Postgres]),
            new SecretKey("rotator-password", 40, [ServiceTable.Postgres]),
        ],
        Rotation = 1,
    };

    /// <summary>What the pooler asks PostgreSQL with how services prove their passwords; theirs it does not have.</summary>
    public static SecretEntry PostgresPooler { get; } = new()
    {
        Group = "postgres-pooler",
        Keys = [new SecretKey("pooler-password", 40, [ServiceTable.Postgres, ServiceTable.Pgbouncer])],
        Rotation = 1,
    };

    /// <summary>The pair of keys that opens the bucket with PostgreSQL's back-ups and nothing else, and what all in it is encrypted with: who loses that has no back-ups.</summary>
    public static SecretEntry PostgresBackups { get; } = new()
    {
        Group = "postgres-backups",
        Keys =
        [
            new SecretKey("access-key", 32, [ServiceTable.ObjectStorage, ServiceTable.Postgres]),
            new SecretKey("secret-key", 48, [ServiceTable.ObjectStorage, ServiceTable.Postgres]),
            new SecretKey("passphrase", 64, [ServiceTable.Postgres]),
        ],
        Rotation = 1,
        IsIn = environment => environment.Database.Backups.Enabled,
    };

    /// <summary>What Vault logs in to PostgreSQL with, to make logins of services.</summary>
    public static SecretEntry PostgresVault { get; } = new()
    {
        Group = "postgres-vault",
        Keys = [new SecretKey("vault-password", 40, [ServiceTable.Postgres])],
        Rotation = 1,
        IsIn = environment => environment.Secrets.Database == DatabaseCredentials.Dynamic,
    };

    /// <summary>The passwords of Redis' users, one for each service; what each may do stands in <see cref="RedisAccessTable"/>.</summary>
    public static SecretEntry Redis { get; } = new()
    {
        Group = "redis",
        Keys =
        [
            new SecretKey("publisher-password", 40, [ServiceTable.RedisQueue, ServiceTable.Publisher]),
            new SecretKey("sites-password", 40, [ServiceTable.RedisCache, ServiceTable.RedisQueue, ServiceTable.Sites]),
        ],
        Rotation = 1,
    };

    /// <summary>What Redis' members and their Sentinels know each other by, and their metrics are read with. After a rotation replicas follow again once the primary has restarted too.</summary>
    public static SecretEntry RedisMembers { get; } = new()
    {
        Group = "redis-members",
        Keys =
        [
            new SecretKey("member-password", 40, [ServiceTable.RedisCache, ServiceTable.RedisQueue]),
            new SecretKey("observer-password", 40, [ServiceTable.RedisCache, ServiceTable.RedisQueue]),
        ],
        Rotation = 1,
    };

    public static IReadOnlyList<SecretEntry> All { get; } = [Auth, Editor, ObjectStorage, ObjectStorageReader, Postgres, PostgresBackups, PostgresMembers, PostgresPooler, PostgresVault, Redis, RedisMembers];

    /// <summary>Those that an environment has.</summary>
    public static IEnumerable<SecretEntry> Of(DeliveryEnvironment environment) => All.Where(secret => secret.IsIn(environment));
}
