using Microsoft.Extensions.Time.Testing;
using SiteBuilder.Sandbox.Runtime;
using SiteBuilder.Sandbox.Tests.Controllers;

namespace SiteBuilder.Sandbox.Tests.Runtime;

public sealed class ContainerProbesTests
{
    [Fact]
    public async Task Liveness_probe_that_has_never_succeeded_wants_a_restart_at_its_threshold()
    {
        FakeTimeProvider time = new();
        SemaphoreSlim asked = new(0);
        TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ContainerProbes probes = new(
            "id", TestCluster.Yaml("{name: c, livenessProbe: {exec: {command: ['false']}, periodSeconds: 5, failureThreshold: 3}}"), readyBefore: false,
            (_, _, _) =>
            {
                asked.Release();
                return Task.FromResult<string?>("no");
            },
            (_, _) => { }, () => changed.TrySetResult(), time);
        await asked.WaitAsync();
        await asked.UntilNext(time, TimeSpan.FromSeconds(5));
        probes.Failed.ShouldBeNull();
        await asked.UntilNext(time, TimeSpan.FromSeconds(5));
        await changed.Task;
        probes.Failed.ShouldBe("Liveness");
    }
}
