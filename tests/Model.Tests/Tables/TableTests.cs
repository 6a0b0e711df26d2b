using System.Globalization;
using System.Text.RegularExpressions;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Model.Tests.Tables;

public class TableTests
{
    [Fact]
    public void Services_have_names_of_their_own_and_are_sorted() =>
        ServiceTable.All.Select(service => service.Name).ShouldBe(["auth", "gateway", "media", "object-storage", "pgbouncer", "postgres", "publisher", "redis-cache", "redis-queue", "sites", "storefront", "waf"]);

    [Fact]
    public void Every_project_of_a_service_exists() =>
        ServiceTable.All.Where(service => service.Project is { } project && !File.Exists(Path.Combine(RepositoryRoot.Folder, project))).ShouldBeEmpty();

    [Fact]
    public void Every_service_but_the_worker_and_the_way_in_is_called_by_a_route_or_a_flow() =>
        ServiceTable.All.Except(RouteTable.All.Select(route => route.Service)).Except(FlowTable.All.Select(flow => flow.To)).ShouldBe([ServiceTable.Publisher, ServiceTable.Waf]);

    [Fact]
    public void Every_flow_says_why() => FlowTable.All.ShouldAllBe(flow => flow.Why.Length > 10);

    [Fact]
    public void Content_is_below_a_route_and_says_why() => ContentTable.All.ShouldAllBe(content =>
        RouteTable.All.Any(route => route.PathPrefix == content.Route) && content.Pattern.StartsWith("^" + content.Route, StringComparison.Ordinal) && content.Why.Length > 10);

    [Fact]
    public void A_path_leads_to_one_service() =>
        RouteTable.All.Select(route => (route.Through, route.PathPrefix)).ShouldBeUnique();

    [Fact]
    public void What_is_behind_a_service_is_below_a_path_that_leads_to_it() => RouteTable.All.Where(route => route.Through is not null).ShouldAllBe(inner =>
        RouteTable.Outside.Any(outer => outer.Service == inner.Through && (inner.PathPrefix + "/").StartsWith(outer.PathPrefix + "/", StringComparison.Ordinal)));

    [Fact]
    public void Each_hop_waits_longer_than_the_one_behind_it_and_takes_what_that_takes()
    {
        foreach (var outer in RouteTable.Outside)
        {
            RouteTable.Behind(outer.Service).ShouldAllBe(inner => RouteTable.Timeout(outer) > inner.Policy.Timeout && RouteTable.LargestBody(outer) >= RouteTable.LargestBody(inner));
        }
    }

    [Fact]
    public void What_the_editor_waits_for_ends_before_the_editor_is_given_up() =>
        RouteTable.Outside.Single(route => route.Service == ServiceTable.Storefront).Policy.Timeout.ShouldBeGreaterThan(RouteTable.Timeout(RouteTable.Outside.Single(route => route.Service == ServiceTable.Gateway)));

    [Fact]
    public void Themes_are_those_that_sites_takes_and_storefront_draws()
    {
        Regex.Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "src", "Sites", "Brands", "Themes.cs")), "\"([a-z]+)\"")
            .Select(match => match.Groups[1].Value)
            .ShouldBe(ThemeTable.Names);
        Regex.Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "src", "Rendering", "Theme.cs")), """\["([a-z]+)"\] = new""")
            .Select(match => match.Groups[1].Value)
            .Order()
            .ShouldBe(ThemeTable.Names);
    }

    [Fact]
    public void A_namespace_gets_only_the_secret_keys_that_are_read_there()
    {
        SecretTable.Postgres.Namespaces.ShouldBe(["backend", "database"]);
        SecretTable.Postgres.KeysOf("backend").Select(key => key.Name).ShouldBe(["auth-password", "sites-password"]);
        SecretTable.Postgres.KeysOf("database").Select(key => key.Name).ShouldBe(["auth-password", "sites-password"]);
        SecretTable.PostgresMembers.Namespaces.ShouldBe(["database"]);
    }

    [Fact]
    public void The_logins_of_a_service_take_turns_and_each_has_a_password()
    {
        Enumerable.Range(1, 4).Select(rotation => DatabaseLogins.Of(ServiceTable.Sites, rotation)).ShouldBe(["sites_1", "sites_2", "sites_1", "sites_2"]);
        DatabaseLogins.Services.Select(DatabaseLogins.PasswordOf).ShouldBe(SecretTable.Postgres.Keys.Select(key => key.Name));
        DatabaseLogins.Services.ShouldBe(FlowTable.All.Where(flow => flow.To == ServiceTable.Pgbouncer).Select(flow => flow.From));
    }

    [Fact]
    public void As_many_poolers_as_a_file_may_ask_for_find_room_at_the_server_and_one_more_does_not()
    {
        var (most, databases) = (ServiceTable.Pgbouncer.Limit!().Most, DatabaseLogins.Services.Count);

        Lent(most + 1).ShouldBeLessThanOrEqualTo(PoolerConnections.All);
        Lent(most + 2).ShouldBeGreaterThan(PoolerConnections.All);
        PoolerConnections.All.ShouldBeLessThan(OfServer("max_connections") - 20);

        // each of the others follows the primary, and one that is new copies it beside that
        ServiceTable.Postgres.Limit!().Most.ShouldBeLessThanOrEqualTo(OfServer("max_wal_senders") - 1);

        // one of each comes before another goes
        int Lent(int poolers) => poolers * databases * (PoolerConnections.OfEach(poolers, databases) + PoolerConnections.Asking);
        static int OfServer(string parameter) => int.Parse(
            Regex.Match(File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "deploy", "images", "postgres", "members.py")), $"\"{parameter}\": ([0-9]+)").Groups[1].Value,
            CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Whoever_calls_Redis_has_rights_and_a_password_there_and_nobody_else()
    {
        ServiceEntry[] servers = [ServiceTable.RedisCache, ServiceTable.RedisQueue];
        var callers = FlowTable.All.Where(flow => servers.Contains(flow.To) && flow.From != flow.To).Select(flow => (flow.To, flow.From)).Distinct().ToList();

        RedisAccessTable.All.Select(access => (access.Server, access.Service)).ShouldBe(callers, ignoreOrder: true);
        foreach (var (server, service) in callers)
        {
            SecretTable.Redis.Keys.Single(key => key.Name == $"{service.Name}-password").Readers.ShouldContain(server);
            SecretTable.Redis.Keys.Single(key => key.Name == $"{service.Name}-password").Readers.ShouldContain(service);
        }
    }

    [Fact]
    public void Rights_at_Redis_are_keys_and_commands_by_name() =>
        RedisAccessTable.All[0].Rules.ShouldBe("~sites:* +client|id +client|setname +echo +info +ping +role +get +incr +psetex +set +setex");

    [Fact]
    public void Secrets_are_long_enough_not_to_be_guessed() =>
        SecretTable.All.SelectMany(secret => secret.Keys).ShouldAllBe(key => key.Length >= 32);
}
