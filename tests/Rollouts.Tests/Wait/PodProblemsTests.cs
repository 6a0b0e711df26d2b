using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class PodProblemsTests
{
    public static TheoryData<string> Cases => YamlCases.Names("Pods");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Problem_of_a_pod_and_its_grace_are_as_the_table_says(string name)
    {
        var item = YamlCases.Find("Pods", name);

        var problem = PodProblems.Of(new PodEvidence((JsonObject)item["pod"]!, [.. (item["events"] as JsonArray ?? []).OfType<JsonObject>()]) { Since = EventFacts.Time(item["since"]?.ToString()) });

        Print(problem).ShouldBe(item["expect"]!.ToString());
    }

    private static string Print(PodProblem? problem) => problem is null
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{problem.Rule.Name}: {problem.Reason} of {problem.Container ?? "the pod"} after {(problem.IsProven ? 0 : problem.Rule.Grace.TotalSeconds)} s: {problem.Message}");
}
