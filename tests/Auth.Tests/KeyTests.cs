using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using SiteBuilder.Auth.Signing;
using SiteBuilder.Auth.Storage;
using SiteBuilder.Database;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Auth.Tests;

[Trait("Suite", "Service")]
public sealed class KeyTests(PostgresServer postgres) : AuthTest(postgres)
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.Parse("2026-11-26T08:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public async Task The_keys_are_published_as_the_standard_names_them()
    {
        await OwnerTokenAsync();
        var metadata = await JsonAsync(await At("anywhere.test").GetAsync("/api/auth/.well-known/openid-configuration"));
        metadata["issuer"]!.GetValue<string>().ShouldBe("sitebuilder");
        var keys = new JsonWebKeySet(await At("anywhere.test").GetStringAsync(new Uri(metadata["jwks_uri"]!.GetValue<string>()).PathAndQuery)).Keys;
        var key = keys.ShouldHaveSingleItem();
        (key.Kty, key.Crv, key.Alg, key.Use, key.HasPrivateKey).ShouldBe(("EC", "P-256", "ES256", "sig", false));
    }

    [Fact]
    public async Task Pods_share_one_key_until_it_is_old_and_publish_the_old_one_while_its_tokens_are_out()
    {
        using var ring = Ring();
        using var another = Ring();
        var both = await Task.WhenAll(ring.SigningAsync(default), another.SigningAsync(default));
        both[0].Key.KeyId.ShouldBe(both[1].Key.KeyId);

        _clock.Advance(TimeSpan.FromDays(30));
        (await ring.SigningAsync(default)).Key.KeyId.ShouldBe(both[0].Key.KeyId, "the new key is published first");
        (await ring.PublishedAsync(default)).Count.ShouldBe(2);
        _clock.Advance(TimeSpan.FromMinutes(2));
        var next = await ring.SigningAsync(default);
        next.Key.KeyId.ShouldNotBe(both[0].Key.KeyId);
        (await ring.PublishedAsync(default)).Select(key => key.KeyId).ShouldBe([next.Key.KeyId, both[0].Key.KeyId]);

        _clock.Advance(TimeSpan.FromDays(30));
        await ring.SigningAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(2));
        var last = await ring.SigningAsync(default);
        (await ring.PublishedAsync(default)).Select(key => key.KeyId).ShouldBe([last.Key.KeyId, next.Key.KeyId]);
    }

    [Fact]
    public async Task A_rotated_secret_brings_a_new_key_and_old_tokens_can_still_be_checked()
    {
        using var ring = Ring();
        var old = (await ring.SigningAsync(default)).Key.KeyId;
        File.WriteAllText(PathOf("keys"), "another secret");
        using var later = Ring();
        var now = (await later.SigningAsync(default)).Key.KeyId;
        now.ShouldNotBe(old);
        (await later.PublishedAsync(default)).Select(key => key.KeyId).ShouldBe([now, old], ignoreOrder: true);
    }

    [Fact]
    public async Task The_database_alone_signs_nothing()
    {
        await OwnerTokenAsync();
        await using var database = Open();
        var stored = await database.SigningKeys.SingleAsync();
        new KeyProtection(new MountedFile(PathOf("password"))).TryUnprotect(stored.ProtectedKey).ShouldBeNull();
        new KeyProtection(new MountedFile(PathOf("keys"))).TryUnprotect(stored.ProtectedKey).ShouldNotBeNull();
    }

    private KeyRing Ring()
    {
        var settings = new AuthSettings(
            new DatabaseSettings("", 0, "", "", new MountedFile("")), new MountedFile(PathOf("keys")), new BrandHosts([]), new Uri("http://auth"),
            TimeSpan.FromMinutes(15), TimeSpan.FromDays(14), TimeSpan.FromDays(30));
        return new KeyRing(new Factory(Open), new KeyProtection(settings.KeyEncryption), settings, _clock);
    }

    private sealed class Factory(Func<AuthDatabase> open) : IDbContextFactory<AuthDatabase>
    {
        public AuthDatabase CreateDbContext() => open();
    }
}
