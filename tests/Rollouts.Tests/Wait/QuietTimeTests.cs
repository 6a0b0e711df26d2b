using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class QuietTimeTests
{
    public static TheoryData<string> Cases => YamlCases.Names("Quiet");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Time_in_which_nothing_new_need_be_seen_is_as_the_table_says(string name)
    {
        var item = YamlCases.Find("Quiet", name);
        var pods = (item["pods"] as JsonArray ?? []).OfType<JsonObject>().ToList();

        var time = QuietTime.Of((JsonObject)item["live"]!, pods.Where(p => p.At("old") is null), pods);

        time.TotalSeconds.ShouldBe(item["expect"]!.GetValue<long>());
    }
}
