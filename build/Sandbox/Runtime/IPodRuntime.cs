using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>
/// What runs containers. It answers what is there and does single steps; what should be there, and what a pod's status says, is decided
/// above it and is the same for every runtime.
/// </summary>
internal interface IPodRuntime : IAsyncDisposable
{
    /// <summary>First part of container and image ids, such as <c>docker</c>.</summary>
    string Scheme { get; }

    /// <summary>Whether probes are really run. Where not, <see cref="ContainerSnapshot.Ready"/> says what they would find.</summary>
    bool RunsProbes { get; }

    /// <summary>Makes what all pods need (network, images of its own). Throws when that cannot be.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>The uid of a pod whenever one of its containers has changed.</summary>
    IAsyncEnumerable<string> ChangesAsync(CancellationToken cancellationToken);

    /// <summary>Uids of all pods that have anything here.</summary>
    Task<IReadOnlyCollection<string>> ListPodsAsync(CancellationToken cancellationToken);

    Task<PodSnapshot> InspectAsync(string podUid, CancellationToken cancellationToken);

    /// <summary>Makes the pod's network; what is left of an earlier one is removed.</summary>
    Task StartInfraAsync(JsonObject pod, int attempt, CancellationToken cancellationToken);

    /// <summary>Ends the pod's network but keeps its ended containers, whose logs may still be read.</summary>
    Task StopInfraAsync(string podUid, CancellationToken cancellationToken);

    /// <summary>Null where the image is not on this machine.</summary>
    Task<ImageFacts?> FindImageAsync(string image, CancellationToken cancellationToken);

    /// <summary>Throws <see cref="ContainerException"/> with the cause when it cannot be pulled.</summary>
    Task<ImageFacts> PullImageAsync(string image, JsonObject pod, JsonObject container, CancellationToken cancellationToken);

    /// <summary>Throws <see cref="ContainerException"/> when the container could be made but not started, or not be made.</summary>
    Task StartContainerAsync(ContainerPlan plan, CancellationToken cancellationToken);

    /// <summary>Asks the container's first process to end, or ends it (<paramref name="kill"/>).</summary>
    Task SignalAsync(string containerId, bool kill, CancellationToken cancellationToken);

    Task RemoveContainerAsync(string containerId, CancellationToken cancellationToken);

    Task RemovePodAsync(string podUid, CancellationToken cancellationToken);

    /// <summary>Returns the exit code. Throws <see cref="TimeoutException"/> at the command's limit, <see cref="ContainerException"/> where it cannot be begun.</summary>
    Task<int> ExecAsync(ContainerCommand command, Stream? input, Stream output, Stream error, CancellationToken cancellationToken);

    Task WriteLogAsync(string containerId, PodLogRequest request, Stream output, CancellationToken cancellationToken);
}
