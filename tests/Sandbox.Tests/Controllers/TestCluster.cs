using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Hosting;
using SiteBuilder.Sandbox.Runtime;
using SiteBuilder.Sandbox.Runtime.Scripted;
using SiteBuilder.Sandbox.Storage;
using YamlDotNet.RepresentationModel;

namespace SiteBuilder.Sandbox.Tests.Controllers;

/// <summary>A cluster in memory with every controller, scripted pods and a clock that only moves when a test moves it.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-test");
    private readonly Kubelet _kubelet;
    private readonly Task[] _loops;

    public TestCluster()
    {
        State = new ClusterState(null, Time);
        NodeRegistration.Register(State, "node", "10.89.0.1", "test", Time);
        ScriptedRuntime runtime = new(Time, "10.89.0.0/16");
        NodeFacts node = new("node", "10.89.0.1", null, _ => "");
        _kubelet = new Kubelet(State, runtime, new PodVolumes(State, _folder.FullName, "test"), node, Time, NullLogger<Kubelet>.Instance);
        IController[] controllers =
        [
            new SchedulerController(State, Time, "node"), new ReplicaSetController(State, Time), new DeploymentController(State, Time),
            new StatefulSetController(State, Time), new DaemonSetController(State, Time, "node"), new JobController(State, Time),
            new CronJobController(State, Time), new EndpointsController(State), new EndpointMirrorController(State),
            new VolumeClaimController(State, Time, Path.Combine(_folder.FullName, "volumes")), new DisruptionController(State, Time),
            new AutoscalerController(State, Time), new EventExpiryController(State, Time), new QuotaController(State), new EphemeralVolumeController(State), new NamespaceController(State, Time),
            new RoleAggregationController(State),
        ];
        _loops =
        [
            new ControlLoop(State, controllers, Time, NullLogger<ControlLoop>.Instance).RunAsync(_stop.Token),
            _kubelet.RunAsync(_stop.Token),
        ];
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public ClusterState State { get; }

    public IPodAccess Pods => _kubelet;

    public static JsonObject Yaml(string text)
    {
        YamlStream stream = new();
        stream.Load(new StringReader(text));
        return (JsonObject)Node(stream.Documents[0].RootNode)!;
    }

    /// <summary>Creates the object, in namespace default where it names none.</summary>
    public JsonObject Create(string yaml)
    {
        JsonObject obj = Yaml(yaml);
        obj.Ensure("metadata")["namespace"] ??= "default";
        return State.Create(obj, "test");
    }

    public JsonObject Change(ObjectKind kind, string name, Action<JsonObject> change)
    {
        while (true)
        {
            JsonObject changed = Get(kind, name)!.Copy();
            change(changed);
            try
            {
                return State.Update(changed, "test");
            }
            catch (StatusException conflict) when (conflict.Code == 409)
            {
                // a controller was faster
            }
        }
    }

    public JsonObject? Get(ObjectKind kind, string name) => State.Get(new ObjectKey(kind, "default", name));

    public IReadOnlyList<JsonObject> List(ObjectKind kind) => State.List(kind, "default");

    public IReadOnlyList<string> Events(string reason) =>
        [.. List(ClusterKinds.Event).Where(e => e.Text("reason") == reason).Select(e => e.Text("message") ?? "")];

    /// <summary>Waits until the cluster is as said, looking after every change.</summary>
    public async Task Until(Func<bool> holds, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(holds))] string what = "")
    {
        using CancellationTokenSource patience = new(Patience);
        try
        {
            if (holds())
            {
                return;
            }

            await foreach (ObjectChange _ in State.Watch([], patience.Token))
            {
                if (holds())
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
        }

        string now = string.Join('\n', List(ClusterKinds.Pod).Concat(List(ClusterKinds.Deployment)).Concat(List(ClusterKinds.StatefulSet)).Concat(List(ClusterKinds.Job))
            .Select(obj => $"{obj.Text("kind")} {obj.Name()} {obj["status"]?.ToJsonString()}"));
        throw new ShouldAssertException($"never came true: {what}\n{now}");
    }

    /// <summary>Waits for a pod's status to be written that satisfies.</summary>
    public Task UntilPod(string name, Func<JsonObject, bool> holds, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(holds))] string what = "") =>
        Until(() => Get(ClusterKinds.Pod, name) is { } pod && holds(pod), what);

    /// <summary>The same while time passes: who is told of a change a moment later than the clock moves has another turn.</summary>
    public async Task UntilPodLater(string name, TimeSpan step, Func<JsonObject, bool> holds, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(holds))] string what = "")
    {
        Task reached = UntilPod(name, holds, what);
        while (!reached.IsCompleted)
        {
            Time.Advance(step);
            await Task.WhenAny(reached, Task.Delay(200, CancellationToken.None));
        }

        await reached;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Task.WhenAll(_loops);
        }
        catch (OperationCanceledException)
        {
        }

        _kubelet.Dispose();
        State.Dispose();
        _folder.Delete(recursive: true);
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, Node(entry.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } plain => Plain(plain.Value ?? ""),
        YamlScalarNode text => JsonValue.Create(text.Value),
        _ => throw new JsonException(),
    };

    private static JsonNode? Plain(string text) =>
        text is "" or "null" or "~" ? null
        : text is "true" or "false" ? JsonValue.Create(text == "true")
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? JsonValue.Create(number)
        : JsonValue.Create(text);
}
