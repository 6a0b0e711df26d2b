using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Model.Quantities;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class VerdictRulesTests
{
    [Fact]
    public void The_table_of_the_documentation_is_the_one_of_the_code()
    {
        var table = string.Concat(VerdictRules.All.Select(rule => $"| `{rule.Name}` | {Grace(rule)} | {rule.Evidence} | {rule.Passes} | {rule.LikelyFix} |\n"));

        File.ReadAllText(Path.Combine(Repository.Root, "docs", "verdicts.md")).ReplaceLineEndings("\n").ShouldContain(table);
    }

    [Fact]
    public void Every_rule_of_the_code_is_in_the_table_once()
    {
        var rules = typeof(VerdictRules).GetProperties().Where(p => p.PropertyType == typeof(VerdictRule)).Select(p => (VerdictRule)p.GetValue(null)!).ToList();

        VerdictRules.All.ShouldBe(rules, ignoreOrder: true);
        rules.Select(r => r.Name).ShouldBeUnique();
        rules.ShouldAllBe(r => r.Name.All(c => c == '-' || char.IsAsciiLetterLower(c)));
    }

    private static string Grace(VerdictRule rule) => rule.Grace == TimeSpan.Zero ? "-" : Duration.Format(rule.Grace);
}
