using SiteBuilder.Sandbox.Tests.Hosting;

namespace SiteBuilder.Sandbox.Tests.Transcripts;

/// <summary>What a real cluster did with real pods, replayed with pods in Docker Engine.</summary>
[Trait("Suite", "Service")]
public sealed class PodTranscriptTests
{
    [Theory]
    [InlineData("controllers")]
    [InlineData("pods")]
    public async Task Recorded_pods_replay_in_real_containers(string needs)
    {
        await using DockerSandbox sandbox = await DockerSandbox.StartAsync();
        await TranscriptReplay.Run(sandbox.Host.KubeconfigPath, needs, [], DockerSandbox.Image);
    }
}
