using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Tools;

public sealed class EngineTests
{
    [Theory]
    [InlineData("unix:///nowhere/docker.sock", "there is no such socket")]
    [InlineData("tcp://127.0.0.1:1", "Connection refused")]
    public async Task An_engine_that_DOCKER_HOST_names_and_that_does_not_answer_is_the_callers_mistake(string host, string why)
    {
        var error = await Should.ThrowAsync<UsageException>(() => new Engine(host).ConnectAsync(TestContext.Current.CancellationToken));

        error.Message.ShouldBe($"DOCKER_HOST is '{host}', but no Docker Engine answers there ({why}). Unset DOCKER_HOST to use the engine of this machine, or correct it.");
    }
}
