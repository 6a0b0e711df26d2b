using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Docker.DotNet.Models;

namespace SiteBuilder.Sandbox.Runtime.Engine;

/// <summary>What the engine tells on its own: containers that ended or vanished.</summary>
internal sealed partial class EngineRuntime
{
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<string> ChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<string> changes = Channel.CreateUnbounded<string>();
        Task listening = ListenAsync(changes.Writer, cancellationToken);
        await foreach (string uid in changes.Reader.ReadAllAsync(cancellationToken))
        {
            yield return uid;
        }

        await listening;
    }

    private async Task ListenAsync(ChannelWriter<string> changes, CancellationToken cancellationToken)
    {
        Dictionary<string, IDictionary<string, bool>> filters = PodLabels.Filter($"{PodLabels.Sandbox}={sandbox}");
        filters["type"] = new Dictionary<string, bool> { ["container"] = true };
        filters["event"] = new Dictionary<string, bool> { ["die"] = true, ["destroy"] = true };
        Listener<Message> listener = new(message =>
        {
            if (message.Actor?.Attributes is { } labels && labels.TryGetValue(PodLabels.PodUid, out string? uid))
            {
                changes.TryWrite(uid);
            }
        });
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Task stream = docker.System.MonitorEventsAsync(new ContainerEventsParameters { Filters = filters }, listener, cancellationToken);
                // what happened while nobody listened
                foreach (string uid in await ListPodsAsync(cancellationToken))
                {
                    changes.TryWrite(uid);
                }

                await stream;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                LogLost(error.Message);
                await Task.Delay(Reconnect, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Docker Engine's events were lost, listening again: {Reason}")]
    private partial void LogLost(string reason);
}
