using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class PodOwnershipTests
{
    public static TheoryData<string> Cases => YamlCases.Names("LeftOver");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pod_that_is_left_over_is_told_from_one_of_the_release(string name)
    {
        var item = YamlCases.Find("LeftOver", name);

        PodOwnership.IsLeftOver((JsonObject)item["live"]!, (JsonObject)item["pod"]!, EventFacts.Time(item["since"]?.ToString())).ShouldBe(item["expect"]!.GetValue<bool>());
    }
}
