using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>
/// The node: one <see cref="PodWorker"/> for each pod that is assigned to it. Containers found at the start belong to pods that still
/// exist and are taken over, or are removed.
/// </summary>
internal sealed class Kubelet(
    IClusterObjects objects, IPodRuntime runtime, PodVolumes volumes, NodeFacts node, TimeProvider time, ILogger<Kubelet> log) : IPodAccess, IDisposable
{
    private readonly ConcurrentDictionary<string, PodWorker> _workers = new();
    private readonly ConcurrentDictionary<string, Task> _work = new();
    private readonly ProbeRunner _prober = new(runtime);
    private readonly EventRecorder _events = new(objects, time, "kubelet", node.Name);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        HashSet<string> known = [.. objects.List(ClusterKinds.Pod).Select(pod => pod.Uid())];
        foreach (string uid in await runtime.ListPodsAsync(cancellationToken))
        {
            if (!known.Contains(uid))
            {
                await runtime.RemovePodAsync(uid, cancellationToken);
                volumes.Remove(uid);
            }
        }

        try
        {
            await Task.WhenAll(FollowClusterAsync(cancellationToken), FollowRuntimeAsync(cancellationToken));
        }
        finally
        {
            await Task.WhenAll(_work.Values);
        }
    }

    public void Dispose() => _prober.Dispose();

    public async Task WriteLogAsync(PodLogRequest request, Stream output, CancellationToken cancellationToken)
    {
        PodSnapshot snapshot = await runtime.InspectAsync(request.Pod.Uid(), cancellationToken);
        ContainerSnapshot? latest = snapshot.Latest(request.Container);
        string name = request.Pod.Name();
        if (request.Previous)
        {
            latest = (latest is null ? null : snapshot.Before(latest))
                ?? throw new StatusException(400, "BadRequest", $"previous terminated container \"{request.Container}\" in pod \"{name}\" not found");
        }

        if (latest is null)
        {
            string reason = request.Pod.Items("status", "containerStatuses").Concat(request.Pod.Items("status", "initContainerStatuses"))
                .FirstOrDefault(status => status.ContainerName() == request.Container).Text("state", "waiting", "reason") ?? "ContainerCreating";
            reason = reason switch { "ErrImagePull" => "image can't be pulled", "ImagePullBackOff" => "trying and failing to pull image", _ => reason };
            throw new StatusException(400, "BadRequest", $"container \"{request.Container}\" in pod \"{name}\" is waiting to start: {reason}");
        }

        await runtime.WriteLogAsync(latest.Id, request, output, cancellationToken);
    }

    public async Task<int> ExecAsync(PodExecRequest request, Stream? input, Stream output, Stream error, CancellationToken cancellationToken)
    {
        PodSnapshot snapshot = await runtime.InspectAsync(request.Pod.Uid(), cancellationToken);
        if (snapshot.Latest(request.Container) is not { State: ContainerState.Running } running)
        {
            throw new StatusException(500, "InternalError", $"container not found (\"{request.Container}\")");
        }

        return await runtime.ExecAsync(new ContainerCommand(running.Id, request.Command) { Terminal = request.Terminal }, input, output, error, cancellationToken);
    }

    public async Task<Socket> ConnectAsync(JsonObject pod, int port, CancellationToken cancellationToken)
    {
        if (pod.Text("status", "podIP") is not { } address)
        {
            throw new StatusException(500, "InternalError", $"pod {pod.Name()} has no address yet");
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task FollowClusterAsync(CancellationToken cancellationToken)
    {
        // a watch that fell too far behind ends; the next one begins with all there is
        while (!cancellationToken.IsCancellationRequested)
        {
            await FollowOnceAsync(cancellationToken);
        }
    }

    private async Task FollowOnceAsync(CancellationToken cancellationToken)
    {
        await foreach (ObjectChange change in objects.Watch([ClusterKinds.Pod, ClusterKinds.ConfigMap, ClusterKinds.Secret], cancellationToken))
        {
            JsonObject obj = change.Object;
            if (ClusterKinds.Of(obj) != ClusterKinds.Pod)
            {
                NotifyUsers(obj);
            }
            else if (obj.Text("spec", "nodeName") == node.Name)
            {
                if (change.Type != ChangeType.Deleted && !_workers.ContainsKey(obj.Uid()))
                {
                    Begin(obj, cancellationToken);
                }

                if (_workers.TryGetValue(obj.Uid(), out PodWorker? worker))
                {
                    worker.Notify(interrupt: change.Type == ChangeType.Deleted || obj.IsDeleting());
                }
            }
        }
    }

    private void Begin(JsonObject pod, CancellationToken cancellationToken)
    {
        string uid = pod.Uid();
        PodWorker worker = new(pod.Key(), uid, objects, runtime, volumes, _prober, _events, node, time, log);
        _workers[uid] = worker;
        _work[uid] = Task.Run(
            async () =>
            {
                try
                {
                    await worker.RunAsync(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                }
                finally
                {
                    _workers.TryRemove(uid, out _);
                    _work.TryRemove(uid, out _);
                }
            },
            CancellationToken.None);
    }

    // mounted ConfigMaps and Secrets follow their objects; a pod that waits for one may go on
    private void NotifyUsers(JsonObject source)
    {
        foreach (JsonObject pod in objects.List(ClusterKinds.Pod, source.Namespace()))
        {
            if (_workers.TryGetValue(pod.Uid(), out PodWorker? worker)
                && pod.Object("spec") is { } spec && spec.ToJsonString().Contains($"\"{source.Name()}\"", StringComparison.Ordinal))
            {
                worker.Notify();
            }
        }
    }

    private async Task FollowRuntimeAsync(CancellationToken cancellationToken)
    {
        await foreach (string uid in runtime.ChangesAsync(cancellationToken))
        {
            if (_workers.TryGetValue(uid, out PodWorker? worker))
            {
                worker.Notify();
            }
        }
    }
}
