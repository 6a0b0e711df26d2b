using System.Diagnostics;
using System.Text.RegularExpressions;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Database.Tests;

/// <summary>What was written comes back from object storage, and nobody else reads it there.</summary>
[Trait("Suite", "Service")]
public sealed partial class BackupTests(BackedUpDatabase database, ITestOutputHelper output) : IClassFixture<BackedUpDatabase>
{
    private const string Folder = "/var/lib/postgresql/data/restored";

    [Fact]
    public async Task All_rows_come_back_to_the_last_one_and_to_a_moment()
    {
        await database.AskAsync("create table kept (id int primary key, padding text)");
        await database.AskAsync("insert into kept select n, repeat(md5(n::text), 20) from generate_series(1, 20000) n");

        var first = await TimedAsync("the first copy", () => database.BackUpAsync("first"));
        first.ShouldContain("new backup label = ");
        first.ShouldContain("wait for replay on the standby");

        await database.AskAsync("insert into kept select n, '' from generate_series(20001, 20500) n");
        var moment = await database.AskAsync("select clock_timestamp()");
        await database.AskAsync("insert into kept select n, '' from generate_series(20501, 20507) n");
        await database.ArchivedAsync();

        var member = await database.WholeAsync();
        await RestoredAsync(member, Command("restore \\S+$"), "kept", "20507");
        await RestoredAsync(member, Command("restore \\S+ \"", moment), "kept", "20500");
        (await database.AskAsync("select count(*) from kept")).ShouldBe("20507", "the server itself goes on");

        var second = await TimedAsync("the second copy", () => database.BackUpAsync("second"));
        Label().Match(second).Groups[1].Value.ShouldMatch("^[0-9-]+F_[0-9-]+D$");
        var info = await RunAsync(member, Command("info$"));
        info.ShouldContain("status: ok");
        info.ShouldContain("cipher: aes-256-cbc");
        output.WriteLine(info);
    }

    [Fact]
    public async Task Changes_and_copies_go_on_when_another_member_has_become_the_primary()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("SITEBUILDER_LONG_TESTS") == "1", "takes a minute and a half, most of it waiting: SITEBUILDER_LONG_TESTS=1 runs it");
        await database.AskAsync("create table handed (id int primary key)");
        await database.AskAsync("insert into handed select generate_series(1, 100)");
        await TimedAsync("a copy before", () => database.BackUpAsync("before"));

        var member = await database.HandedOverAsync();
        await database.AskAsync("insert into handed select generate_series(101, 150)");
        await database.ArchivedAsync();
        await RestoredAsync(member, Command("restore \\S+$"), "handed", "150");

        (await TimedAsync("a copy after", () => database.BackUpAsync("after"))).ShouldContain("new backup label = ");
        await database.AskAsync("insert into handed select generate_series(151, 160)");
        await database.ArchivedAsync();
        await RestoredAsync(member, Command("restore \\S+$"), "handed", "160");
    }

    [Fact]
    public async Task Nobody_else_reads_the_repository_and_its_keys_open_nothing_else()
    {
        var member = await database.WholeAsync();
        await database.ArchivedAsync();
        (await RunAsync(member, ["pgbackrest", "repo-ls", "archive"])).Trim().ShouldBe("postgres");

        foreach (var secret in (SecretEntry[])[SecretTable.ObjectStorageReader])
        {
            string[] keys = [$"PGBACKREST_REPO1_S3_KEY={await database.SecretAsync(secret, "access-key")}", $"PGBACKREST_REPO1_S3_KEY_SECRET={await database.SecretAsync(secret, "secret-key")}"];
            (await RunAsync(member, ["env", .. keys, "pgbackrest", "repo-ls", "archive"])).ShouldContain("403 (Forbidden)");
        }

        (await RunAsync(member, ["pgbackrest", "--repo1-s3-bucket=sites", "repo-ls"])).ShouldContain("403 (Forbidden)");
        (await RunAsync(member, ["pgbackrest", "--repo1-s3-bucket=another", "repo-create"])).ShouldContain("403 (Forbidden)");
        (await RunAsync(member, ["env", "PGBACKREST_REPO1_CIPHER_PASS=another", "pgbackrest", "repo-get", "archive/postgres/archive.info"])).ShouldContain("ERROR: [095]");
        (await RunAsync(member, ["pgbackrest", "--repo1-storage-ca-file=/etc/ssl/certs/ca-certificates.crt", "repo-ls"])).ShouldContain("ERROR: ");
    }

    [Fact]
    public async Task A_member_is_copied_by_who_has_the_certificate_for_that_alone()
    {
        var primary = await database.WholeAsync();
        var other = Enumerable.Range(0, BackedUpDatabase.Members).Select(number => $"postgres-{number}").Single(member => member != primary);
        string[] asked = ["pgbackrest", $"--pg1-host={primary}.postgres-pods.database.svc.cluster.local", "--pg1-host-type=tls", "--pg1-host-ca-file=/etc/certificate/ca.crt"];

        (await RunAsync(other, [.. asked, "--pg1-host-cert-file=/tmp/backup.crt", "--pg1-host-key-file=/tmp/backup.key", "check"])).ShouldContain("access denied");
        (await RunAsync(other, [.. asked, "check"])).ShouldContain("ERROR: ");
    }

    private async Task RestoredAsync(string member, string[] command, string table, string rows)
    {
        var said = await TimedAsync(string.Join(' ', command), () => RunAsync(member, command));
        said.ShouldContain($"postgres: restored to {Folder}");
        var open = Command("open ");
        await RunAsync(member, ["sh", "-c", $"{string.Join(' ', open)} > /tmp/opened 2>&1 &"]);
        await database.AskRestoredAsync(member, $"select count(*) from {table}", rows);
        (await RunAsync(member, [.. Command("pg_dump "), "-t", table])).ShouldContain($"COPY public.{table} (id");
        (await RunAsync(member, Command("pg_ctl "))).ShouldContain("server stopped");
        (await RunAsync(member, Command("^rm "))).ShouldBeEmpty();
    }

    private Task<string> RunAsync(string member, string[] command) => database.ExecInAsync(member, "backup", command);

    /// <summary>A command of the page, as it runs in the container; what is in quotes is one word, and another moment.</summary>
    private static string[] Command(string like, string? moment = null)
    {
        var line = Commands().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "postgres.md")).ReplaceLineEndings("\n"))
            .Select(match => match.Groups[1].Value).Single(command => Regex.IsMatch(command, like));
        return line.Split('"') is [var words, _, _] ? [.. words.Trim().Split(' '), moment!] : line.Split(' ');
    }

    private async Task<string> TimedAsync(string what, Func<Task<string>> work)
    {
        var start = Stopwatch.GetTimestamp();
        var said = await work();
        output.WriteLine($"{what}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s\n{said}");
        return said;
    }

    [GeneratedRegex("^kubectl -n database exec postgres-0 -c backup -- (.+)$", RegexOptions.Multiline)]
    private static partial Regex Commands();

    [GeneratedRegex("new backup label = (\\S+)")]
    private static partial Regex Label();
}
