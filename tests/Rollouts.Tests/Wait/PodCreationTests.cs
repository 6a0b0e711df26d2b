using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class PodCreationTests
{
    public static TheoryData<string> Cases => YamlCases.Names("Creation");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Refused_pods_are_told_as_the_table_says(string name)
    {
        var item = YamlCases.Find("Creation", name);

        var status = PodCreation.Refused((JsonObject)item["live"]!, [.. (item["events"] as JsonArray ?? []).OfType<JsonObject>()], EventFacts.Time(item["since"]?.ToString()));

        (status is null ? "none" : $"{status.Rule?.Name}: {status.Reason}").ShouldBe(item["expect"]!.ToString());
    }
}
