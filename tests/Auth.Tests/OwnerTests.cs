using System.Net;
using System.Net.Http.Json;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Auth.Tests;

[Trait("Suite", "Service")]
public sealed class OwnerTests(PostgresServer postgres) : AuthTest(postgres)
{
    [Fact]
    public async Task An_owner_sees_the_users_of_the_brand_and_gives_roles()
    {
        await PostAsync("register", new { email = "ann@example.org", password = Password });
        await PostAsync("register", new { email = "gil@example.org", password = Password }, "globex.test");
        var owner = await OwnerTokenAsync();
        var users = (await JsonAsync(await At("acme.test", owner).GetAsync("/api/auth/users")))["users"]!.AsArray();
        users.Select(user => $"{user!["email"]} {user["role"]}").ShouldBe(["ann@example.org viewer", "owner@acme.test owner"]);
        var ann = users[0]!["id"]!.GetValue<Guid>();
        (await At("acme.test", owner).PutAsJsonAsync($"/api/auth/users/{ann}", new { role = "editor" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken((await LogInAsync("ann@example.org"))["access_token"]!.GetValue<string>()).GetClaim("role").Value.ShouldBe("editor");
    }

    [Fact]
    public async Task Nobody_else_does()
    {
        await PostAsync("register", new { email = "ann@example.org", password = Password });
        var viewer = (await LogInAsync("ann@example.org"))["access_token"]!.GetValue<string>();
        (await At("acme.test").GetAsync("/api/auth/users")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await At("acme.test", viewer).GetAsync("/api/auth/users")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await At("acme.test", await OwnerTokenAsync("globex.test")).GetAsync("/api/auth/users")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var parts = (await OwnerTokenAsync()).Split('.');
        (await At("acme.test", $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}").GetAsync("/api/auth/users")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_brand_keeps_its_last_owner_and_a_user_stays_in_its_brand()
    {
        var owner = await OwnerTokenAsync();
        var self = (await JsonAsync(await At("acme.test", owner).GetAsync("/api/auth/users")))["users"]![0]!["id"]!.GetValue<Guid>();
        (await At("acme.test", owner).PutAsJsonAsync($"/api/auth/users/{self}", new { role = "viewer" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await At("globex.test", await OwnerTokenAsync("globex.test")).PutAsJsonAsync($"/api/auth/users/{self}", new { role = "viewer" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var bad = await At("acme.test", owner).PutAsJsonAsync($"/api/auth/users/{self}", new { role = "king" });
        (await JsonAsync(bad))["errors"]!["role"]![0]!.GetValue<string>().ShouldBe("is 'king'; use 'viewer', 'editor', 'owner'");
    }

    [Fact]
    public async Task Migrating_again_makes_no_second_owner_and_keeps_the_password()
    {
        File.WriteAllText(PathOf("owner"), "quite another password");
        (await MigrateAsync()).ShouldBe(0);
        (await Database.ScalarAsync("select count(*) from users")).ShouldBe(2L);
        await OwnerTokenAsync();
    }
}
