using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Secrets;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Rollouts.Tests.Secrets;

/// <summary>The authority that a release has for itself, and what it signs.</summary>
public sealed class GeneratedCertificatesTests
{
    private const string Signed = "database-certificate:certificate by platform for database.example,*.pods.example";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_certificate_of_the_authority_is_that_of_its_names_for_twenty_years_and_of_no_other()
    {
        var (authority, server, client) = (Authority(), Server(), Client());

        GeneratedSecrets.Fill([server, client, authority], [], Now);

        using var certificate = X509Certificate2.CreateFromPem(Value(server, "tls.crt"), Value(server, "tls.key"));
        certificate.MatchesHostname("database.example").ShouldBeTrue();
        certificate.MatchesHostname("first.pods.example").ShouldBeTrue();
        certificate.MatchesHostname("other.example").ShouldBeFalse();
        certificate.NotBefore.ToUniversalTime().ShouldBe(new DateTime(2026, 3, 1, 11, 0, 0));
        certificate.NotAfter.ToUniversalTime().ShouldBe(new DateTime(2046, 3, 1, 12, 0, 0));
        certificate.GetECDsaPrivateKey()!.ExportParameters(false).Curve.Oid.Value.ShouldBe(ECCurve.NamedCurves.nistP256.Oid.Value);
        IsTrusted(server, Value(client, "ca.crt")).ShouldBeTrue();
        IsTrusted(server, Value(server, "ca.crt")).ShouldBeTrue();
        Keys(server).ShouldBe(["ca.crt", "tls.crt", "tls.key"]);
        Keys(client).ShouldBe(["ca.crt"]);

        var stranger = Authority();
        GeneratedSecrets.Fill([stranger], [], Now);
        IsTrusted(server, Value(stranger, "ca.crt")).ShouldBeFalse();
    }

    [Fact]
    public void What_the_cluster_has_is_kept_whatever_the_names_of_the_Secrets_are()
    {
        JsonObject[] live = [Authority(), Server(), Client()];
        GeneratedSecrets.Fill(live, [], Now);
        JsonObject[] again = [Authority(name: "another-name"), Server(name: "another-name"), Client(name: "another-name")];

        GeneratedSecrets.Fill(again, live, Now.AddYears(3));

        again.Select(secret => secret["data"]!.ToJsonString()).ShouldBe(live.Select(secret => secret["data"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("database-certificate:certificate by platform for database.example,*.pods.example,more.example", "1")]
    [InlineData(Signed, "2")]
    public void Other_names_or_another_rotation_make_a_new_certificate_of_the_same_authority(string rule, string rotation)
    {
        JsonObject[] live = [Authority(), Server()];
        GeneratedSecrets.Fill(live, [], Now);
        var (authority, server) = (Authority(), Secret("database", "server-2", rule, rotation));

        GeneratedSecrets.Fill([authority, server], live, Now);

        Value(authority, "tls.crt").ShouldBe(Value(live[0], "tls.crt"));
        Value(server, "tls.crt").ShouldNotBe(Value(live[1], "tls.crt"));
        IsTrusted(server, Value(live[1], "ca.crt")).ShouldBeTrue();
    }

    [Fact]
    public void After_a_rotation_of_the_authority_old_and_new_servers_and_clients_know_each_other()
    {
        JsonObject[] before = [Authority(), Server(), Client()];
        GeneratedSecrets.Fill(before, [], Now);
        JsonObject[] after = [Authority(rotation: "2"), Server(rotation: "2"), Client(rotation: "2")];

        GeneratedSecrets.Fill(after, before, Now.AddYears(5));

        Value(after[0], "tls.key").ShouldNotBe(Value(before[0], "tls.key"));
        IsTrusted(after[1], Value(after[2], "ca.crt"), Now.AddYears(5)).ShouldBeTrue("both new");
        IsTrusted(after[1], Value(before[2], "ca.crt"), Now.AddYears(5)).ShouldBeTrue("a client that has not started again");
        IsTrusted(before[1], Value(after[2], "ca.crt"), Now.AddYears(5)).ShouldBeTrue("a server that has not started again");

        JsonObject[] kept = [Authority(rotation: "2"), Server(rotation: "2"), Client(rotation: "2")];
        GeneratedSecrets.Fill(kept, after, Now.AddYears(6));
        kept.Select(secret => secret["data"]!.ToJsonString()).ShouldBe(after.Select(secret => secret["data"]!.ToJsonString()), "without those before, which are pruned");

        JsonObject[] next = [Authority(rotation: "3"), Server(rotation: "3"), Client(rotation: "3")];
        GeneratedSecrets.Fill(next, after, Now.AddYears(7));
        IsTrusted(before[1], Value(next[2], "ca.crt"), Now.AddYears(7)).ShouldBeFalse("two rotations ago");
    }

    [Fact]
    public void Where_the_authority_was_lost_all_that_it_signed_is_made_anew()
    {
        JsonObject[] live = [Authority(), Server(), Client()];
        GeneratedSecrets.Fill(live, [], Now);
        JsonObject[] again = [Authority(), Server(), Client()];

        GeneratedSecrets.Fill(again, live[1..], Now);

        Value(again[2], "ca.crt").ShouldNotBe(Value(live[2], "ca.crt"));
        IsTrusted(again[1], Value(again[2], "ca.crt")).ShouldBeTrue();
    }

    [Fact]
    public void An_authority_that_cannot_be_read_is_not_replaced_behind_the_back()
    {
        var live = Authority();
        GeneratedSecrets.Fill([live], [], Now);
        live["data"]!["tls.key"] = Convert.ToBase64String("nonsense"u8);

        Should.Throw<StepFailedException>(() => GeneratedSecrets.Fill([Authority()], [live], Now)).Message.ShouldContain("Secret authority/platform");
    }

    /// <summary>Annotation, what is said of it.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "platform", Expected("platform") },
        { "platform:authorities", Expected("platform:authorities") },
        { "db:certificate by platform for", Expected("db:certificate by platform for") },
        { "db:certificate for db.example", Expected("db:certificate for db.example") },
        { "db:certificate by platform for db.example,", Expected("db:certificate by platform for db.example,") },
        { "db:certificate by platform for db.example,db.example", Expected("db:certificate by platform for db.example,db.example") },
        { "db:certificate by platform for DB_1", Expected("db:certificate by platform for DB_1") },
        { "db:certificate by platform for a.*.example", Expected("db:certificate by platform for a.*.example") },
        { "db:trust in", Expected("db:trust in") },
        {
            "db:trust in other",
            "Secret database/wrong: annotation sitebuilder.dev/generate is \"db:trust in other\", but no Secret of the release is the authority \"other\", which has \"platform\"; add a Secret with \"other:authority\", or correct the name"
        },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_annotation_is_told_with_what_it_may_be(string rule, string expected)
    {
        GeneratedSecrets.Problems([Authority(), Server(), Client(), Secret("database", "wrong", rule)]).ShouldBe([expected]);
    }

    [Fact]
    public void An_authority_is_in_one_Secret_alone() => GeneratedSecrets.Problems([Authority(), Authority("second")]).ShouldBe(
    [
        .. ((string[])["platform", "second"]).Select(name =>
            $"Secret authority/{name}: annotation sitebuilder.dev/generate is \"platform:authority\", as that of 2 Secrets, expected one: its key is for the roll-out alone; let the others be certificates or trust of it"),
    ]);

    [Fact]
    public void A_key_is_masked_as_a_whole_and_line_by_line()
    {
        JsonObject[] made = [Authority(), Server()];
        GeneratedSecrets.Fill(made, [], Now);
        var filter = SecretMask.Filter(made);

        foreach (var key in made.Select(secret => Value(secret, "tls.key")))
        {
            filter.Apply($"found {key}").ShouldBe("found ***");
            foreach (var line in key.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("-----", StringComparison.Ordinal)))
            {
                filter.Apply($"log: {line}").ShouldBe("log: ***");
            }

            filter.Apply($"data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(key))}").ShouldBe("data: ***");
        }
    }

    private static string Expected(string text) =>
        $"Secret database/wrong: annotation sitebuilder.dev/generate is \"{text}\", expected \"<group>:<key>=<length 8 to 1024>,...\", \"<group>:authority\", \"<group>:certificate by <authority> for <DNS name>,...\" or \"<group>:trust in <authority>\" on a Secret";

    private static JsonObject Authority(string name = "platform", string rotation = "1") => Secret("authority", name, "platform:authority", rotation);

    private static JsonObject Server(string name = "server", string rotation = "1") => Secret("database", name, Signed, rotation);

    private static JsonObject Client(string name = "client", string rotation = "1") => Secret("backend", name, "platform-trust:trust in platform", rotation);

    private static JsonObject Secret(string ns, string name, string rule, string rotation = "1") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = ns,
            ["creationTimestamp"] = $"2026-01-0{rotation}T00:00:00Z",
            ["annotations"] = new JsonObject { ["sitebuilder.dev/generate"] = rule, ["sitebuilder.dev/rotation"] = rotation },
        },
    };

    /// <summary>Whether who trusts these authorities trusts the certificate that a server shows with its chain.</summary>
    private static bool IsTrusted(JsonObject server, string authorities, DateTimeOffset? when = null)
    {
        var shown = new X509Certificate2Collection();
        shown.ImportFromPem(Value(server, "tls.crt"));
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, VerificationTime = (when ?? Now).UtcDateTime } };
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(shown);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        return chain.Build(shown[0]);
    }

    private static string Value(JsonObject secret, string key) => Encoding.ASCII.GetString(Convert.FromBase64String(secret["data"]![key]!.GetValue<string>()));

    private static IEnumerable<string> Keys(JsonObject secret) => secret["data"]!.AsObject().Select(pair => pair.Key);
}
