using SiteBuilder.Sandbox.Hosting;

namespace SiteBuilder.Sandbox.Tests.Transcripts;

/// <summary>What a real API server answers by itself, replayed on a sandbox.</summary>
[Trait("Suite", "Service")]
public sealed class ApiTranscriptTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("transcripts-");

    [Fact]
    public async Task Recorded_exchanges_of_a_real_server_replay_without_a_difference_that_is_not_meant()
    {
        SandboxOptions options = new()
        {
            Name = "transcripts",
            DataDirectory = _folder.FullName,
            ApiPort = 0,
            IngressPort = 0,
            Runtime = SandboxRuntime.Scripted,
        };
        await using SandboxHost host = await SandboxHost.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);

        (await TranscriptReplay.Run(host.KubeconfigPath, "api", [])).ShouldBeGreaterThan(30);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
