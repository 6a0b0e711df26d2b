using System.Text.Json.Nodes;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.ServiceDefaults.Correlation;

namespace SiteBuilder.Gateway.Tests;

[Trait("Suite", "Service")]
public sealed class CorrelationTests : GatewayTest
{
    [Theory]
    [InlineData("from-a-client.7_A")]
    [InlineData("1")]
    public async Task A_good_id_is_kept_in_the_request_and_in_the_answer(string id) => (await AskAsync(id)).ShouldBe((id, id));

    [Theory]
    [InlineData(null)]
    [InlineData("has spaces")]
    [InlineData("<script>")]
    [InlineData("a,b")]
    [InlineData("{\"json\":1}")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task Instead_of_none_or_a_bad_one_a_new_one_is_made(string? id)
    {
        var (sent, answered) = await AskAsync(id);
        sent.ShouldBe(answered);
        sent.ShouldNotBe(id);
        sent.ShouldMatch("^[0-9a-f]{32}$");
        CorrelationId.IsGood(sent).ShouldBeTrue();
    }

    [Fact]
    public async Task A_refusal_carries_it_too()
    {
        var gateway = await GatewayAsync(new Uri("http://127.0.0.1:9"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sites/main/pages");
        request.Headers.TryAddWithoutValidation(CorrelationId.Header, "mine");
        (await gateway.Client("nobody.test").SendAsync(request)).Headers.GetValues(CorrelationId.Header).ShouldBe(["mine"]);
    }

    [Fact]
    public async Task Every_log_line_of_a_request_carries_it()
    {
        var run = new GatewayRun(new Uri("http://127.0.0.1:9"), new Uri("http://127.0.0.1:9"), GatewayRun.WriteBrands(Files));
        var gateway = Keep(await ServiceProcess.StartAsync(typeof(GatewayService).Assembly, run.Arguments()));
        using var client = new StrictClient(() => gateway.Port, "acme.test");
        (await client.SendAsync("GET", "/api/sites/main/pages", null, (CorrelationId.Header, "mine"))).Status.ShouldBe(502);
        (await client.SendAsync("GET", "/api/sites/main/pages", null, (CorrelationId.Header, "not good"))).Status.ShouldBe(502);
        gateway.AskToStop();
        await gateway.UntilEndedAsync();
        var lines = gateway.Lines.Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!)
            .Where(line => line["correlationId"]?.GetValue<string>() == "mine").Select(line => line["message"]!.GetValue<string>().Split(" in ")[0]);
        lines.ShouldBe(["sites (30 s) was not asked, or not to the end: Request: Connection refused", "GET /api/sites/main/pages 502"]);
    }

    private async Task<(string Sent, string Answered)> AskAsync(string? id)
    {
        var service = Keep(await StandInService.StartAsync(context =>
        {
            context.Response.Headers[CorrelationId.Header] = "the service's own";
            return Task.CompletedTask;
        }));
        var gateway = await GatewayAsync(service.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sites/main/pages");
        if (id is not null)
        {
            request.Headers.TryAddWithoutValidation(CorrelationId.Header, id);
        }

        var answer = await gateway.Client("acme.test").SendAsync(request);
        return (service.Received.ShouldHaveSingleItem().Headers[CorrelationId.Header], answer.Headers.GetValues(CorrelationId.Header).ShouldHaveSingleItem());
    }
}
