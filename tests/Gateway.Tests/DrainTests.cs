using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using SiteBuilder.Gateway.Tests.Fixtures;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests;

/// <summary>What becomes of requests and connections that are open when the gateway is asked to stop.</summary>
[Trait("Suite", "Service")]
public sealed class DrainTests : GatewayTest
{
    [Fact]
    public async Task An_answer_that_begins_while_the_gateway_drains_is_the_last_one_of_its_connection()
    {
        var (gateway, service, answer) = await StartAsync(drainSeconds: 14);
        using var client = new StrictClient(() => gateway.Traffic.Port, "acme.test");
        var asked = client.SendAsync("GET", "/api/sites/main/pages");
        await UntilAsync(() => Task.FromResult(service.Received.Count == 1));
        using var enough = new CancellationTokenSource();
        var stopping = gateway.App.StopAsync(enough.Token);
        await UntilAsync(async () => (await gateway.Management.GetAsync("/health/ready")).StatusCode == HttpStatusCode.ServiceUnavailable);
        answer.SetResult();
        var got = await asked;
        (got.Status, got.Body, got.IsLast).ShouldBe((200, "late", true));
        await enough.CancelAsync();
        await stopping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task An_answer_that_takes_longer_than_draining_is_waited_for()
    {
        var (gateway, service, answer) = await StartAsync(drainSeconds: 0);
        using var client = new StrictClient(() => gateway.Traffic.Port, "acme.test");
        var asked = client.SendAsync("PUT", "/api/sites/main/pages/x", new string('x', 100_000));
        await UntilAsync(() => Task.FromResult(service.Received.Count == 1));
        var stopping = gateway.App.StopAsync(TestContext.Current.CancellationToken);
        await UntilAsync(async () => !await ListensAsync(gateway.Traffic.Port));
        answer.SetResult();
        var got = await asked;
        (got.Status, got.Body, got.IsLast).ShouldBe((200, "late", true));
        await stopping;
    }

    [Fact]
    public async Task A_connection_that_waits_for_nothing_is_closed_in_good_order()
    {
        var (gateway, _, answer) = await StartAsync(drainSeconds: 0);
        answer.SetResult();
        using var client = new StrictClient(() => gateway.Traffic.Port, "acme.test");
        (await client.SendAsync("GET", "/api/sites/main/pages")).IsLast.ShouldBeFalse();
        var stopping = gateway.App.StopAsync(TestContext.Current.CancellationToken);
        await client.UntilClosedAsync();
        await stopping;
    }

    private async Task<(RunningService Gateway, StandInService Service, TaskCompletionSource Answer)> StartAsync(int drainSeconds)
    {
        var answer = new TaskCompletionSource();
        var service = Keep(await StandInService.StartAsync(async context =>
        {
            await answer.Task;
            await context.Response.WriteAsync("late");
        }));
        return (await GatewayAsync(service.Address, $"--Http:DrainSeconds={drainSeconds}"), service, answer);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await isSo())
        {
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<bool> ListensAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
