using SiteBuilder.Sandbox.Hosting;

namespace SiteBuilder.Sandbox.Tests.Transcripts;

/// <summary>What a real cluster's controllers did, replayed on a sandbox whose pods run nothing.</summary>
[Trait("Suite", "Service")]
public sealed class ControllerTranscriptTests : IDisposable
{
    /// <summary>Recorded pods whose commands matter: what they print, how they end, which probe fails.</summary>
    private static readonly string[] NeedRealContainers =
        ["endpoints", "job-complete", "pod-cannot-start", "pod-crash-loop", "pod-log"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("controller-transcripts");

    [Theory]
    [InlineData("controllers")]
    [InlineData("pods")]
    public async Task Recorded_controllers_replay_with_scripted_pods(string needs)
    {
        SandboxOptions options = new()
        {
            Name = "transcripts",
            DataDirectory = _folder.FullName,
            ApiPort = 0,
            IngressPort = 0,
            Runtime = SandboxRuntime.Scripted,
        };
        await using SandboxHost host = await SandboxHost.StartAsync(options, TimeProvider.System, default);
        await TranscriptReplay.Run(host.KubeconfigPath, needs, NeedRealContainers);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
