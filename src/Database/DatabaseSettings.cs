using System.Security.Cryptography.X509Certificates;
using Npgsql;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Database;

/// <summary>How to reach PostgreSQL. The password stays in its file, which is read at every new connection, so a rotated one is taken up.</summary>
public sealed record DatabaseSettings(string Host, int Port, string Name, string User, MountedFile Password)
{
    private const int PooledSeconds = 45;

    /// <summary>
    /// The authorities that may vouch for the server, in PEM; read at every new connection, so a changed file is taken up. Where it is set, every connection is
    /// encrypted, with a server whose certificate is for <see cref="Host"/>, and which - unless it is <see cref="Pooled"/> - proves that it knows the password too,
    /// bound to that certificate (SCRAM with channel binding). Default: none, encrypted where the server offers it.
    /// </summary>
    public MountedFile? Authority { get; init; }

    /// <summary>
    /// Whether a pooler answers at <see cref="Host"/>, which hands a connection of its own to each transaction: nothing is asked for that outlives one, no
    /// channel binding, as the pooler has none, and no connection is kept for longer than a minute. Default: false, PostgreSQL itself answers.
    /// </summary>
    public bool Pooled { get; init; }

    /// <summary>Reads the settings below <c>Database</c>; problems go to the reader.</summary>
    public static DatabaseSettings Read(SettingsReader reader) => new(
        reader.Text("Database:Host"),
        reader.Number("Database:Port", 5432, 1, 65535),
        reader.Text("Database:Name"),
        ReadUser(reader),
        reader.File("Database:PasswordFile"))
    {
        Authority = reader.OptionalText("Database:AuthorityFile") is null ? null : reader.File("Database:AuthorityFile"),
        Pooled = reader.Switch("Database:Pooled"),
    };

    // where the user changes, the process starts again with another one
    private static string ReadUser(SettingsReader reader)
    {
        if (reader.OptionalText("Database:UserFile") is null)
        {
            return reader.Text("Database:User");
        }

        var file = reader.File("Database:UserFile");
        return file.Problem() is null ? file.Read() : "";
    }

    /// <summary>A pool of connections; opens none.</summary>
    /// <param name="application">Who connects, as the database shows it.</param>
    public NpgsqlDataSource CreateDataSource(string application)
    {
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder
        {
            Host = Host,
            Port = Port,
            Database = Name,
            Username = User,
            ApplicationName = application,
            Timeout = 3,
            CommandTimeout = 10,
            MaxPoolSize = 20,
            KeepAlive = 30,
            SslMode = Authority is null ? SslMode.Prefer : SslMode.VerifyFull,
            ChannelBinding = Pooled ? ChannelBinding.Disable : Authority is null ? ChannelBinding.Prefer : ChannelBinding.Require,
            // the next one gets a connection as it is; what resets it would reset that of somebody else
            NoResetOnClose = Pooled,
            // a pooler that is to end waits until its clients have gone to another one
            ConnectionLifetime = Pooled ? PooledSeconds : 0,
            ConnectionIdleLifetime = Pooled ? PooledSeconds : 300,
            // a password lets us in; asking for Kerberos first would look for a library that the image has not
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString);
        if (Authority is { } authority)
        {
            builder.UseRootCertificatesCallback(() => Certificates(authority));
        }

        builder.UsePasswordProvider(_ => Password.Read(), (_, _) => ValueTask.FromResult(Password.Read()));
        return builder.Build();
    }

    private static X509Certificate2Collection Certificates(MountedFile file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(file.Read());
        return certificates;
    }

    /// <summary>Where the database is, without a secret.</summary>
    public override string ToString() => $"database '{Name}' on {Host}:{Port} as user '{User}'";
}
