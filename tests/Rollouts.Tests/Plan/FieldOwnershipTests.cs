using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Model.Environments;
using SiteBuilder.Rollouts.Tests.Wait;

namespace SiteBuilder.Rollouts.Tests.Plan;

public sealed class FieldOwnershipTests
{
    public static TheoryData<string> Cases => YamlCases.Names("Ownership", "Plan");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Field_of_somebody_else_is_kept_taken_back_or_refused(string name)
    {
        var item = YamlCases.Find("Ownership", name, "Plan");

        var decided = FieldOwnership.Decide((JsonObject)item["desired"]!, (JsonObject)item["live"]!, Enum.Parse<DriftPolicy>(item.Text("policy")!));

        decided.Notes.ShouldBe((item["notes"] as JsonArray ?? []).Select(n => n.Text()!));
        decided.Problem.ShouldBe(item.Text("problem"));
        JsonNode.DeepEquals(decided.Desired["spec"] ?? decided.Desired["data"] ?? decided.Desired["webhooks"], item["applied"]).ShouldBeTrue(decided.Desired.ToJsonString());
    }
}
