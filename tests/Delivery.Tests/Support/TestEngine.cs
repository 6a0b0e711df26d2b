using Docker.DotNet;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Support;

/// <summary>Docker Engine for tests; without one they skip and say so.</summary>
internal static class TestEngine
{
    public static async Task<IDockerClient> ConnectOrSkipAsync()
    {
        var engine = new Engine();
        var (state, message) = await engine.ProbeAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(state == EngineState.Answers, message);
        return engine.Connect();
    }
}
