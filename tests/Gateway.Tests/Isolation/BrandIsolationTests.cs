using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests.Isolation;

/// <summary>Users of two brands send anything to the whole API at either brand's hosts, with any token; nothing passes from one brand to the other.</summary>
[Trait("Suite", "Service")]
public sealed class BrandIsolationTests(PostgresServer postgres) : PlatformTest(postgres)
{
    private const int Calls = 400;

    private readonly BrandSide _acme = new("acme", ["acme.test", "www.acme.test", "ACME.test:8080"], "of-acme-only");
    private readonly BrandSide _globex = new("globex", ["globex.test", "globex.test:443"], "of-globex-only");

    private BrandSide[] Brands => [_acme, _globex];

    [Fact]
    public async Task No_request_with_a_brands_token_or_host_reads_or_changes_another_brand()
    {
        // SITEBUILDER_TEST_SEED repeats a run that failed
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SITEBUILDER_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        await FurnishAsync(_acme);
        await FurnishAsync(_globex);
        await using var records = new BrandRecords(SitesDatabase, Database);
        var clients = Brands.SelectMany(brand => brand.Hosts).ToDictionary(host => host, host => new StrictClient(() => Gateway.Traffic.Port, host));
        var calls = new AnyCalls(new Random(seed), Brands, SitesRun.Token);
        var done = new List<string>();
        var before = await Task.WhenAll(Brands.Select(records.ReadAsync));
        foreach (var _ in Enumerable.Range(0, Calls))
        {
            var call = calls.Next();
            var answer = await clients[call.Host].SendAsync(call.Method, call.Target, call.Body, [.. call.Headers]);
            var after = await Task.WhenAll(Brands.Select(records.ReadAsync));
            foreach (var (index, brand) in Brands.Index().Where(entry => !call.MayTouch(entry.Item)))
            {
                var story = $"Seed {seed}, request {done.Count + 1}: {call}\nAnswer {answer.Status}: {answer.Body}";
                after[index].ShouldBe(before[index], $"{brand.Name} was changed.\n{story}");
                $"{string.Join('\n', answer.Headers)}{answer.Body}".ShouldNotContain(brand.Marker, Case.Insensitive, $"{brand.Name} was read.\n{story}");
            }

            answer.Status.ShouldNotBe(500, $"Seed {seed}, {call}");
            done.Add($"{call.Method} {(call.Target.Contains("/pages/", StringComparison.Ordinal) ? "page" : "other")} {answer.Status}");
            before = after;
            Remember(call.At, answer, seed);
        }

        // there was much to see and to change, and much that was refused
        var counts = string.Join('\n', done.CountBy(line => line).Select(count => $"{count.Value} {count.Key}").Order(StringComparer.Ordinal));
        done.Count(line => line is "PUT page 200" or "PUT page 201").ShouldBeGreaterThan(0, counts);
        done.Count(line => line.EndsWith(" 200", StringComparison.Ordinal)).ShouldBeGreaterThan(20, counts);
        done.Count(line => line.EndsWith(" 403", StringComparison.Ordinal)).ShouldBeGreaterThan(20, counts);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}\n{counts}");
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }
    }

    // tokens that are given out during the run are used in it
    private static void Remember(BrandSide at, StrictAnswer answer, int seed)
    {
        if (answer.Status == 200 && answer.Body.Contains("\"access_token\"", StringComparison.Ordinal))
        {
            var tokens = JsonNode.Parse(answer.Body)!;
            new JsonWebToken(tokens["access_token"]!.GetValue<string>()).GetClaim("brand").Value.ShouldBe(at.Name, $"Seed {seed}");
            at.RefreshTokens.Add(tokens["refresh_token"]!.GetValue<string>());
            at.Tokens["a user who logged in"] = tokens["access_token"]!.GetValue<string>();
        }
    }

    private async Task FurnishAsync(BrandSide brand)
    {
        var host = brand.Hosts[0];
        var owner = await OwnerTokenAsync(host);
        foreach (var role in (string[])["viewer", "editor"])
        {
            var address = $"{role}-{brand.Marker}@example.org";
            (await PostAsync("register", new { email = address, password = Password }, host)).EnsureSuccessStatusCode();
            brand.Addresses.Add(address);
        }

        var users = (await JsonAsync(await At(host, owner).GetAsync("/api/auth/users")))["users"]!.AsArray();
        var editor = users.Single(user => user!["email"]!.GetValue<string>() == brand.Addresses[1])!["id"]!.GetValue<string>();
        (await At(host, owner).PutAsJsonAsync($"/api/auth/users/{editor}", new { role = "editor" })).EnsureSuccessStatusCode();
        brand.Users.AddRange(users.Select(user => user!["id"]!.GetValue<string>()));
        foreach (var address in brand.Addresses)
        {
            var tokens = await LogInAsync(address, Password, host);
            brand.Tokens[address.Split('-')[0]] = tokens["access_token"]!.GetValue<string>();
            brand.RefreshTokens.Add(tokens["refresh_token"]!.GetValue<string>());
        }

        brand.Tokens[AnyCalls.Owner] = owner;
        brand.Tokens["somebody too late"] = await SignAsync(DateTime.UtcNow.AddMinutes(-1), brand.Name);
        brand.Tokens["a forger"] = await ForgeAsync(brand.Name);
        (await Sites.Client(host, owner).PutAsJsonAsync("/api/sites/shop", new { title = brand.Marker })).EnsureSuccessStatusCode();
        foreach (var page in (string[])["main/pages/about", "main/pages/plans", "main/pages/team", "shop/pages/about"])
        {
            (await Sites.Client(host, owner).PutAsJsonAsync($"/api/sites/{page}", AnyCalls.PageOf(brand, 0))).EnsureSuccessStatusCode();
        }

        (await Sites.Client(host, owner).PostAsync("/api/sites/main/pages/about/publish", null)).EnsureSuccessStatusCode();
        (await Sites.Client(host).PostAsJsonAsync("/api/sites/main/pages/about/forms/ask", new { say = brand.Marker })).EnsureSuccessStatusCode();
    }
}
