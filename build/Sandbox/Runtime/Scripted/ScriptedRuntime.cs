using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Runtime.Scripted;

/// <summary>
/// Runs nothing. <see cref="ContainerScript"/> says how each container fares, and all time is the given clock's, so that a test can play
/// crash loops, slow starts and failed pulls in no time.
/// </summary>
internal sealed class ScriptedRuntime(TimeProvider time, string podCidr) : IPodRuntime
{
    private static readonly TimeSpan OneTick = TimeSpan.FromMilliseconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ScriptedPod> _pods = [];
    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();
    private uint _addresses = 10;

    public string Scheme => "scripted";

    public bool RunsProbes => false;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<string> ChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (string uid in _changes.Reader.ReadAllAsync(cancellationToken))
        {
            yield return uid;
        }
    }

    public Task<IReadOnlyCollection<string>> ListPodsAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyCollection<string>>([.. _pods.Keys]);
        }
    }

    public Task<PodSnapshot> InspectAsync(string podUid, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_pods.TryGetValue(podUid, out ScriptedPod? pod)
                ? new PodSnapshot(pod.Infra, [.. pod.Containers.Select(container => container.At(time.GetUtcNow()))])
                : PodSnapshot.Empty);
        }
    }

    public Task StartInfraAsync(JsonObject pod, int attempt, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Pod(pod.Uid()).Infra = new PodInfra(NewId(), attempt, NextAddress(), Running: true);
        }

        return Task.CompletedTask;
    }

    public Task StopInfraAsync(string podUid, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Pod(podUid).Infra = null;
        }

        return Task.CompletedTask;
    }

    // always null: every start asks for a pull, and the script of the pod decides how that goes
    public Task<ImageFacts?> FindImageAsync(string image, CancellationToken cancellationToken) => Task.FromResult<ImageFacts?>(null);

    public async Task<ImageFacts> PullImageAsync(string image, JsonObject pod, JsonObject container, CancellationToken cancellationToken)
    {
        ContainerScript script = Script(pod, container);
        if (script.Fails("pull-error", pod, time.GetUtcNow()))
        {
            throw new ContainerException("ErrImagePull", script.Log.Length > 0 ? script.Log : $"manifest for {image} not found: manifest unknown");
        }

        if (script.Verb == "slow-pull")
        {
            // counted from the pod's birth, so that it makes no difference when exactly the pull began
            DateTimeOffset due = (pod.Time("metadata", "creationTimestamp") ?? time.GetUtcNow()) + script.After;
            while (due - time.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
            {
                // a clock that is moved while the timer is set must not make it late
                Task turn = Task.Delay(wait, time, cancellationToken);
                if (due > time.GetUtcNow())
                {
                    await turn;
                }
            }
        }

        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(image)));
        return new ImageFacts($"sha256:{digest}", $"sha256:{digest}", "65532", 1);
    }

    public Task StartContainerAsync(ContainerPlan plan, CancellationToken cancellationToken)
    {
        ContainerScript script = Script(plan.Pod, plan.Container);
        if (script.Fails("config-error", plan.Pod, time.GetUtcNow()))
        {
            throw new ContainerException("CreateContainerConfigError", script.Log.Length > 0 ? script.Log : "secret \"scripted\" not found");
        }

        lock (_gate)
        {
            ScriptedPod pod = Pod(plan.Pod.Uid());
            string name = plan.Container.ContainerName();
            ScriptedContainer container = new(NewId(), name, plan.Image.Reference, plan.Container.Text("image"), plan.Attempt, plan.Infra.Attempt, script, time.GetUtcNow(), plan.Container);
            pod.Containers.RemoveAll(old => old.At(time.GetUtcNow()) is { } state && state.Name == name && state.Attempt < plan.Attempt - 1);
            pod.Containers.Add(container);
            pod.Starts[name] = pod.Starts.GetValueOrDefault(name) + 1;
            WakeAtTurns(plan.Pod.Uid(), container);
        }

        return Task.CompletedTask;
    }

    public Task SignalAsync(string containerId, bool kill, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach ((string uid, ScriptedPod pod) in _pods)
            {
                if (pod.Containers.Find(container => container.Id == containerId) is { } found)
                {
                    found.Stop(time.GetUtcNow(), kill);
                    WakeAtTurns(uid, found);
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task RemoveContainerAsync(string containerId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (ScriptedPod pod in _pods.Values)
            {
                pod.Containers.RemoveAll(container => container.Id == containerId);
            }
        }

        return Task.CompletedTask;
    }

    public Task RemovePodAsync(string podUid, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _pods.Remove(podUid);
        }

        return Task.CompletedTask;
    }

    public Task<int> ExecAsync(ContainerCommand command, Stream? input, Stream output, Stream error, CancellationToken cancellationToken) =>
        throw new StatusException(501, "NotImplemented", "this sandbox runs scripted pods: there is nothing to run a command in");

    public async Task WriteLogAsync(string containerId, PodLogRequest request, Stream output, CancellationToken cancellationToken)
    {
        ScriptedContainer? container;
        lock (_gate)
        {
            container = _pods.Values.SelectMany(pod => pod.Containers).FirstOrDefault(candidate => candidate.Id == containerId);
        }

        if (container is null || container.Script.Log.Length == 0)
        {
            return;
        }

        string[] lines = container.Script.Log.Split("\\n");
        IEnumerable<string> wanted = request.TailLines is { } tail ? lines.TakeLast((int)tail) : lines;
        string prefix = request.Timestamps ? $"{container.StartedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'} " : "";
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(wanted.Select(line => $"{prefix}{line}\n")));
        await output.WriteAsync(text.AsMemory(0, (int)Math.Min(text.Length, request.LimitBytes ?? int.MaxValue)), cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ContainerScript Script(JsonObject pod, JsonObject container)
    {
        lock (_gate)
        {
            return ContainerScript.Of(pod, container.ContainerName(), Pod(pod.Uid()).Starts.GetValueOrDefault(container.ContainerName()));
        }
    }

    private void WakeAtTurns(string uid, ScriptedContainer container)
    {
        _changes.Writer.TryWrite(uid);
        foreach (DateTimeOffset turn in container.Turns.Where(turn => turn > time.GetUtcNow()))
        {
            ITimer? timer = null;
            timer = time.CreateTimer(
                _ =>
                {
                    // a timer may fire a moment before its time, when there is nothing new to see yet
                    if (turn > time.GetUtcNow() && timer?.Change(Positive(turn - time.GetUtcNow()) + OneTick, Timeout.InfiniteTimeSpan) == true)
                    {
                        return;
                    }

                    _changes.Writer.TryWrite(uid);
                    timer?.Dispose();
                },
                null, Positive(turn - time.GetUtcNow()), Timeout.InfiniteTimeSpan);
            if (turn <= time.GetUtcNow())
            {
                // the clock has moved while the timer was set
                _changes.Writer.TryWrite(uid);
            }
        }

        static TimeSpan Positive(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private ScriptedPod Pod(string uid)
    {
        if (!_pods.TryGetValue(uid, out ScriptedPod? pod))
        {
            _pods[uid] = pod = new ScriptedPod();
        }

        return pod;
    }

    private string NextAddress()
    {
        byte[] bytes = IPNetwork.Parse(podCidr).BaseAddress.GetAddressBytes();
        uint next = _addresses++;
        bytes[2] += (byte)(next >> 8);
        bytes[3] += (byte)next;
        return new IPAddress(bytes).ToString();
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private sealed class ScriptedPod
    {
        public PodInfra? Infra { get; set; }

        public List<ScriptedContainer> Containers { get; } = [];

        public Dictionary<string, int> Starts { get; } = [];
    }
}
