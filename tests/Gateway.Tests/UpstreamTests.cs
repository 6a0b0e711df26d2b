using System.Net;
using Microsoft.AspNetCore.Http;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests;

[Trait("Suite", "Service")]
public sealed class UpstreamTests : GatewayTest
{
    private const string Away = "502 The service does not answer. Whether the request was carried out is not known. Look before you repeat it.";
    private const string Resting = "503 The service is away. It has failed several times in a row and is left alone for a moment. Try again.";

    [Fact]
    public async Task A_service_that_is_away_is_a_problem_that_names_nothing_of_ours()
    {
        var port = FreePort.Take();
        var gateway = await GatewayAsync(new Uri($"http://127.0.0.1:{port}"));
        var answer = await gateway.Client("acme.test").GetAsync("/api/sites/main/pages");
        (await Problems.ReadAsync(answer)).ShouldBe(Away);
        var all = $"{answer.Headers}{answer.Content.Headers}{await answer.Content.ReadAsStringAsync()}";
        all.ShouldNotContain($"{port}");
        all.ShouldNotContain("Sites", Case.Insensitive);
        all.ShouldNotContain("YARP", Case.Insensitive);
    }

    [Fact]
    public async Task A_service_that_is_silent_is_waited_for_a_while()
    {
        var never = new TaskCompletionSource();
        var service = Keep(await StandInService.StartAsync(_ => never.Task));
        var gateway = await GatewayAsync(service.Address, run => run with { TimeoutSeconds = 1 });
        (await Problems.ReadAsync(await gateway.Client("acme.test").GetAsync("/api/sites/main/pages")))
            .ShouldBe("504 The service did not answer in time. Whether the request was carried out is not known. Look before you repeat it.");
        service.Received.ShouldHaveSingleItem();
        never.SetResult();
    }

    [Fact]
    public async Task What_a_service_says_passes_as_it_is()
    {
        var service = Keep(await StandInService.StartAsync(async context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "5";
            context.Response.Headers.ETag = "\"7\"";
            await context.Response.WriteAsync("my own words");
        }));
        var gateway = await GatewayAsync(service.Address);
        var answer = await gateway.Client("acme.test").GetAsync("/api/sites/main/pages");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (answer.Headers.RetryAfter!.ToString(), answer.Headers.ETag!.ToString(), await answer.Content.ReadAsStringAsync()).ShouldBe(("5", "\"7\"", "my own words"));
    }

    [Fact]
    public async Task A_service_learns_host_client_and_target_as_they_were_and_believes_nothing_else()
    {
        var service = Keep(await StandInService.StartAsync());
        var gateway = await GatewayAsync(service.Address);
        using var client = new StrictClient(() => gateway.Traffic.Port, "WWW.acme.test:8443");
        await client.SendAsync("GET", "/api/sites/main/pages/a%20b%C3%A9?x=%26&y=%2F", null, ("X-Forwarded-For", "203.0.113.1, 192.0.2.7"), ("X-Forwarded-Host", "globex.test"), ("X-Forwarded-Proto", "gopher"));
        var received = service.Received.ShouldHaveSingleItem();
        received.Target.ShouldBe("/api/sites/main/pages/a%20b%C3%A9?x=%26&y=%2F");
        received.Headers["Host"].ShouldBe("WWW.acme.test:8443");
        received.Headers["X-Forwarded-For"].ShouldBe("192.0.2.7");
        received.Headers["X-Forwarded-Host"].ShouldBe("WWW.acme.test:8443");
        received.Headers["X-Forwarded-Proto"].ShouldBe("http");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cookies_pass_where_the_route_has_them(bool cookies)
    {
        var service = Keep(await StandInService.StartAsync(context =>
        {
            context.Response.Headers.SetCookie = "mine=1; httponly";
            return Task.CompletedTask;
        }));
        var gateway = await GatewayAsync(service.Address, run => run with { Cookies = cookies });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sites/main/pages");
        request.Headers.Add("Cookie", "theirs=1");
        var answer = await gateway.Client("acme.test").SendAsync(request);
        answer.Headers.Contains("Set-Cookie").ShouldBe(cookies);
        service.Received.ShouldHaveSingleItem().Headers.ContainsKey("Cookie").ShouldBe(cookies);
    }

    [Fact]
    public async Task A_service_that_fails_again_and_again_is_left_alone_until_it_may_have_come_back()
    {
        var port = FreePort.Take();
        var gateway = await GatewayAsync(new Uri($"http://127.0.0.1:{port}"), "--Gateway:BreakerSeconds=2");
        var client = gateway.Client("acme.test");
        await FailAsync(client);
        var resting = await UntilAsync(client, HttpStatusCode.ServiceUnavailable);
        (await Problems.ReadAsync(resting)).ShouldBe(Resting);
        resting.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        Keep(await StandInService.StartAsync(port: port));
        (await (await UntilAsync(client, HttpStatusCode.OK)).Content.ReadAsStringAsync()).ShouldBe("answered");
    }

    [Fact]
    public async Task Where_the_mesh_breaks_circuits_the_gateway_does_not()
    {
        var port = FreePort.Take();
        var gateway = await GatewayAsync(new Uri($"http://127.0.0.1:{port}"), "--Gateway:BreakerSeconds=0");
        var client = gateway.Client("acme.test");
        await FailAsync(client);
        Keep(await StandInService.StartAsync(port: port));
        (await client.GetAsync("/api/sites/main/pages")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nothing_is_asked_twice()
    {
        var service = Keep(await StandInService.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        }));
        var gateway = await GatewayAsync(service.Address);
        var client = gateway.Client("acme.test");
        (await Problems.ReadAsync(await client.PostAsync("/api/sites/main/pages/x/publish", new StringContent("{}")))).ShouldBe(Away);
        service.Received.Count.ShouldBe(1);
    }

    private static async Task<HttpResponseMessage> UntilAsync(HttpClient client, HttpStatusCode status)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var answer = await client.GetAsync("/api/sites/main/pages");
            if (answer.StatusCode == status)
            {
                return answer;
            }

            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task FailAsync(HttpClient client)
    {
        for (var i = 0; i < 10; i++)
        {
            (await client.GetAsync("/api/sites/main/pages")).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        }
    }
}
