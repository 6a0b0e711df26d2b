using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class ObjectStatusesTests
{
    public static TheoryData<string> Cases => YamlCases.Names("Statuses");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Status_of_a_live_object_is_as_the_table_says(string name)
    {
        var item = YamlCases.Find("Statuses", name);

        var status = ObjectStatuses.Of((JsonObject)item["live"]!, EventFacts.Time(item["since"]?.ToString()));

        // the rule where the case names one
        var expected = item["expect"]!.ToString();
        $"{status.Readiness}: {status.Reason}{(status.Rule is { } rule && expected.EndsWith(')') ? $" ({rule.Name})" : "")}".ShouldBe(expected);
    }
}
