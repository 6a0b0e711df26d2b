using Npgsql;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Database;

/// <summary>How to reach PostgreSQL. The password stays in its file, which is read at every new connection, so a rotated one is taken up.</summary>
public sealed record DatabaseSettings(string Host, int Port, string Name, string User, MountedFile Password)
{
    /// <summary>
    /// Whether every connection must be encrypted, with a server that proves that it knows the password too, bound to its certificate (SCRAM with channel
    /// binding): nobody in between can listen or answer, and no authority has to vouch. Default: false, encrypted where the server offers it.
    /// </summary>
    public bool Encrypted { get; init; }

    /// <summary>Reads the settings below <c>Database</c>; problems go to the reader.</summary>
    public static DatabaseSettings Read(SettingsReader reader) => new(
        reader.Text("Database:Host"),
        reader.Number("Database:Port", 5432, 1, 65535),
        reader.Text("Database:Name"),
        reader.Text("Database:User"),
        reader.File("Database:PasswordFile"))
    {
        Encrypted = reader.Switch("Database:Encrypted"),
    };

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
            SslMode = Encrypted ? SslMode.Require : SslMode.Prefer,
            ChannelBinding = Encrypted ? ChannelBinding.Require : ChannelBinding.Prefer,
            // a password lets us in; asking for Kerberos first would look for a library that the image has not
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString);
        builder.UsePasswordProvider(_ => Password.Read(), (_, _) => ValueTask.FromResult(Password.Read()));
        return builder.Build();
    }

    /// <summary>Where the database is, without a secret.</summary>
    public override string ToString() => $"database '{Name}' on {Host}:{Port} as user '{User}'";
}
