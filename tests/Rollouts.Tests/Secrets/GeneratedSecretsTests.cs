using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Secrets;

namespace SiteBuilder.Rollouts.Tests.Secrets;

public sealed class GeneratedSecretsTests
{
    [Fact]
    public void Secrets_of_one_group_get_the_same_random_values_in_every_namespace()
    {
        var backend = Secret("backend", "postgres-1", "postgres:sites-password=32");
        var database = Secret("database", "postgres-2", "postgres:superuser-password=24,sites-password=32");

        GeneratedSecrets.Fill([backend, database], [], DateTimeOffset.UnixEpoch);

        Value(backend, "sites-password").ShouldBe(Value(database, "sites-password"));
        Value(backend, "sites-password").ShouldMatch("^[A-Za-z0-9]{32}$");
        Value(database, "superuser-password").ShouldMatch("^[A-Za-z0-9]{24}$");
        Keys(backend).ShouldBe(["sites-password"]);
    }

    [Fact]
    public void Values_that_live_under_another_name_are_kept_when_a_key_is_added()
    {
        var live = Filled(Secret("database", "postgres-old", "postgres:superuser-password=24"), "superuser-password", "known-to-the-database");
        var desired = Secret("database", "postgres-new", "postgres:superuser-password=24,sites-password=32");

        GeneratedSecrets.Fill([desired], [live], DateTimeOffset.UnixEpoch);

        Value(desired, "superuser-password").ShouldBe("known-to-the-database");
        Value(desired, "sites-password").ShouldMatch("^[A-Za-z0-9]{32}$");
    }

    [Fact]
    public void Another_rotation_makes_new_values()
    {
        var live = Filled(Secret("backend", "editor-1", "editor:token=16", "1"), "token", "the-old-one");
        var desired = Secret("backend", "editor-2", "editor:token=16", "2");

        GeneratedSecrets.Fill([desired], [live], DateTimeOffset.UnixEpoch);

        Value(desired, "token").ShouldMatch("^[A-Za-z0-9]{16}$");
    }

    [Fact]
    public void Values_of_another_group_or_of_an_ordinary_secret_are_not_taken()
    {
        var other = Filled(Secret("backend", "a", "redis:token=16"), "token", "of-redis");
        var plain = Filled(Secret("backend", "b", null), "token", "of-nobody");
        var desired = Secret("backend", "editor", "editor:token=16");

        GeneratedSecrets.Fill([desired], [other, plain], DateTimeOffset.UnixEpoch);

        Value(desired, "token").ShouldMatch("^[A-Za-z0-9]{16}$");
    }

    private static JsonObject Secret(string ns, string name, string? rule, string rotation = "1") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = ns,
            ["annotations"] = rule is null ? [] : new JsonObject { ["sitebuilder.dev/generate"] = rule, ["sitebuilder.dev/rotation"] = rotation },
        },
    };

    private static JsonObject Filled(JsonObject secret, string key, string value)
    {
        secret["data"] = new JsonObject { [key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) };
        return secret;
    }

    private static string Value(JsonObject secret, string key) => Encoding.UTF8.GetString(Convert.FromBase64String(secret["data"]![key]!.GetValue<string>()));

    private static IEnumerable<string> Keys(JsonObject secret) => secret["data"]!.AsObject().Select(pair => pair.Key);
}
