using System.Text.RegularExpressions;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Database.Tests;

/// <summary>What Prometheus learns of the database.</summary>
[Collection(nameof(OneDatabase)), Trait("Suite", "Service")]
public sealed partial class MetricsTests(ReplicatedDatabase database)
{
    [Fact]
    public async Task Every_member_says_that_it_is_up_and_the_primary_who_follows_it()
    {
        var primary = await database.WholeAsync();
        var members = Enumerable.Range(0, ReplicatedDatabase.Members).Select(number => $"postgres-{number}").ToList();

        foreach (var member in members)
        {
            var said = await database.MetricsAsync(ServiceTable.Postgres, member);
            said.Split('\n').ShouldContain("pg_up 1");
            Followers().Matches(said).Select(match => match.Groups[1].Value).Distinct().ShouldBe(member == primary ? members.Except([primary]) : [], ignoreOrder: true);
        }
    }

    [GeneratedRegex("^pg_stat_replication_.*application_name=\"([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex Followers();
}
