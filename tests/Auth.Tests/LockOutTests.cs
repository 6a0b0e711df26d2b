using Microsoft.Extensions.Time.Testing;
using SiteBuilder.Auth.Accounts;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Auth.Tests;

[Trait("Suite", "Service")]
public sealed class LockOutTests(PostgresServer postgres) : AuthTest(postgres)
{
    private static readonly Credentials Right = new("ann@example.org", Password);
    private static readonly Credentials Wrong = new("ann@example.org", "a wrong password");

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.Parse("2026-11-26T08:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public async Task Wrong_passwords_in_a_row_lock_the_account_for_a_while()
    {
        await WithAccounts(accounts => accounts.RegisterAsync("acme", Right, default));
        for (var i = 1; i < Accounts.Accounts.MaxFailures; i++)
        {
            (await FindAsync(Wrong)).ShouldBeFalse();
        }

        (await FindAsync(Right)).ShouldBeTrue("a right one in between");
        for (var i = 0; i < Accounts.Accounts.MaxFailures; i++)
        {
            (await FindAsync(Wrong)).ShouldBeFalse();
        }

        (await FindAsync(Right)).ShouldBeFalse("locked");
        _clock.Advance(Accounts.Accounts.LockTime - TimeSpan.FromSeconds(1));
        (await FindAsync(Right)).ShouldBeFalse("still locked");
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await FindAsync(Right)).ShouldBeTrue();
    }

    [Fact]
    public async Task Guesses_at_the_same_moment_all_count()
    {
        await WithAccounts(accounts => accounts.RegisterAsync("acme", Right, default));
        await Task.WhenAll(Enumerable.Range(0, Accounts.Accounts.MaxFailures).Select(_ => FindAsync(Wrong)));
        (await FindAsync(Right)).ShouldBeFalse();
    }

    private async Task<bool> FindAsync(Credentials credentials)
    {
        var found = false;
        await WithAccounts(async accounts => found = await accounts.FindAsync("acme", credentials, default) is not null);
        return found;
    }

    private async Task WithAccounts(Func<Accounts.Accounts, Task> work)
    {
        await using var database = Open();
        await work(new Accounts.Accounts(database, new Passwords(), _clock));
    }
}
