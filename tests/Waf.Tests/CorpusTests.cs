using SiteBuilder.Model.Environments;

namespace SiteBuilder.Waf.Tests;

/// <summary>The whole corpus through the real image, in both modes.</summary>
[Trait("Suite", "Service")]
public class CorpusTests
{
    private const string Host = "acme.staging.example.com";

    [Fact]
    public async Task Blocking_lets_no_attack_pass_and_stops_nothing_that_is_harmless()
    {
        CorpusRequest.Attacks.Count.ShouldBeGreaterThanOrEqualTo(60);
        CorpusRequest.Harmless.Count.ShouldBeGreaterThanOrEqualTo(100);
        await using var waf = await WafContainer.StartAsync(WafContainer.Environment(WafMode.Blocking));

        (await AnswersAsync(waf, CorpusRequest.Attacks)).Where(answer => answer.Status is not (400 or 403 or 405)).ShouldBeEmpty();
        waf.Service.Received.ShouldBeEmpty("what is refused reaches no service");

        (await AnswersAsync(waf, CorpusRequest.Harmless)).Where(answer => answer.Status != 200).ShouldBeEmpty();
        waf.Service.Received.Count.ShouldBe(CorpusRequest.Harmless.Count);
    }

    [Fact]
    public async Task Detection_stops_nothing_and_writes_down_every_attack_and_nothing_harmless()
    {
        await using var waf = await WafContainer.StartAsync(WafContainer.Environment(WafMode.Detection));
        List<CorpusRequest> attacks = [.. CorpusRequest.Attacks.Where(request => !request.ByServer)];

        (await AnswersAsync(waf, attacks)).Where(answer => answer.Status != 200).ShouldBeEmpty();
        var (_, findings) = await waf.LogAsync(attacks.Count);
        findings.Count.ShouldBe(attacks.Count);
        findings.ShouldAllBe(finding => finding["mode"]!.ToString() == "detection" && !finding["blocked"]!.GetValue<bool>() && finding["status"]!.GetValue<int>() == 200);

        (await AnswersAsync(waf, CorpusRequest.Harmless)).Where(answer => answer.Status != 200).ShouldBeEmpty();
        (await waf.LogAsync(attacks.Count)).Findings.Skip(attacks.Count).Where(finding => finding["rules"]!.AsArray().Any(rule => rule!["id"]!.ToString() == "949110")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tokens_by_chance_are_never_taken_for_attacks()
    {
        await using var waf = await WafContainer.StartAsync(WafContainer.Environment(WafMode.Blocking));
        var chance = new Random(20261127);
        string Token() => Convert.ToBase64String([.. Enumerable.Range(0, 96).Select(_ => (byte)chance.Next(256))]).Replace('+', '-').Replace('/', '_').TrimEnd('=');

        List<CorpusRequest> requests = [.. Enumerable.Range(0, 300).Select(number => new CorpusRequest("by chance", $"{number}", "POST", "/api/auth/refresh")
        {
            Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json", ["Authorization"] = $"Bearer {Token()}.{Token()}.{Token()}", ["Cookie"] = $"edit-access={Token()}.{Token()}; edit-refresh={Token()}" },
            Body = $$"""{"refresh_token":"{{Token()}}"}""",
        })];

        (await AnswersAsync(waf, requests)).Where(answer => answer.Status != 200).ShouldBeEmpty();
    }

    private static async Task<List<(CorpusRequest Request, int Status)>> AnswersAsync(WafContainer waf, IEnumerable<CorpusRequest> requests)
    {
        var answers = new List<(CorpusRequest, int)>();
        foreach (var request in requests)
        {
            answers.Add((request, (await waf.SendAsync(request.For(Host))).Status));
        }

        return answers;
    }
}
