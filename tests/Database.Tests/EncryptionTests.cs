using System.Text.RegularExpressions;
using Npgsql;

namespace SiteBuilder.Database.Tests;

/// <summary>What goes over the network is encrypted, between members too, and a server has to prove that it knows the password.</summary>
[Collection(nameof(OneDatabase)), Trait("Suite", "Service")]
public sealed partial class EncryptionTests(ReplicatedDatabase database)
{
    [Fact]
    public async Task Nobody_comes_in_without_encryption()
    {
        await database.WholeAsync();
        var open = new NpgsqlConnectionStringBuilder(database.ConnectionString) { SslMode = SslMode.Disable, ChannelBinding = ChannelBinding.Disable }.ConnectionString;
        await using var source = NpgsqlDataSource.Create(open);

        var refused = await Should.ThrowAsync<PostgresException>(async () => await source.OpenConnectionAsync(TestContext.Current.CancellationToken));

        Address().Replace(refused.MessageText, "HOST").ShouldBe("no pg_hba.conf entry for host HOST, user \"" + database.Login + "\", database \"sites\", no encryption");
    }

    [Fact]
    public async Task Replicas_copy_the_primary_over_encrypted_connections()
    {
        var primary = await database.WholeAsync();

        (await database.ExecAsync(primary, "psql", "-Atc", "select distinct version from pg_stat_replication join pg_stat_ssl using (pid)")).Trim().ShouldBe("TLSv1.3");
    }

    [GeneratedRegex("\"[0-9.]+\"")]
    private static partial Regex Address();
}
