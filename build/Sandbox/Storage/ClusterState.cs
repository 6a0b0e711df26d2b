using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Policies;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>
/// The state of the cluster and the one way in which it changes. Requests over HTTP and the sandbox's own controllers write
/// through the same methods.
/// </summary>
public sealed partial class ClusterState : IClusterObjects, IDisposable
{
    private readonly ObjectStore _store;
    private readonly TimeProvider _time;
    private readonly ServiceAddresses _addresses;
    private readonly GarbageCollector _garbage;
    private readonly Policies _policies;

    /// <param name="dataDirectory">Where the state is kept; null keeps it in memory alone.</param>
    /// <param name="time">The clock of every timestamp.</param>
    /// <param name="options">Ranges and limits; the defaults where null.</param>
    /// <exception cref="IOException">The directory is in use by another sandbox or cannot be written.</exception>
    public ClusterState(string? dataDirectory, TimeProvider time, ClusterOptions? options = null)
    {
        options ??= new ClusterOptions();
        _time = time;
        _store = new ObjectStore(dataDirectory is null ? null : new Journal(dataDirectory), options.History);
        Kinds = new KindTable();
        _addresses = new ServiceAddresses(options.ServiceCidr, this);
        _garbage = new GarbageCollector(this, _store);
        _policies = new Policies(this);
        Options = options;
        foreach (var crd in _store.List(CustomKinds.Definition, null).Objects) CustomKinds.Register(Kinds, crd.Object);
        new Bootstrap(this, options).Run();
        _garbage.CollectAll();
        _store.ForgetHistory();
    }

    internal KindTable Kinds { get; }

    internal ClusterOptions Options { get; }

    internal ObjectStore Store => _store;

    internal TimeProvider Time => _time;

    internal ServiceAddresses Addresses => _addresses;

    /// <summary>The address of the Service <c>kubernetes</c>.</summary>
    public string FirstServiceAddress => _addresses.First;

    /// <summary>The resourceVersion of the last write.</summary>
    public long Version => _store.Version;

    public JsonObject? Get(ObjectKey key) => _store.Get(key)?.Object;

    public IReadOnlyList<JsonObject> List(ObjectKind kind, string? ns = null) => [.. _store.List(kind, ns).Objects.Select(o => o.Object)];

    public JsonObject Create(JsonObject obj, string fieldManager)
    {
        var kind = KindOf(obj);
        return Create(kind, kind.Namespaced ? obj.Text("metadata", "namespace") ?? "" : "", Decode(obj, kind), new WriteOptions(fieldManager)).Object;
    }

    public JsonObject Update(JsonObject obj, string fieldManager) => Replace(obj, new WriteOptions(fieldManager));

    public JsonObject UpdateStatus(JsonObject obj, string fieldManager) => Replace(obj, new WriteOptions(fieldManager, "status"));

    public JsonObject Bind(JsonObject pod, string node)
    {
        var bound = pod.Clone();
        bound.Need("spec")["nodeName"] = node;
        var conditions = pod["status"].Objects("conditions").Where(c => c.Text("type") != "PodScheduled").Select(c => (JsonNode?)c.DeepClone());
        JsonObject scheduled = new()
        {
            ["type"] = "PodScheduled",
            ["observedGeneration"] = pod.Number("metadata", "generation"),
            ["status"] = "True",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = JsonAccess.Time(Now()),
        };
        bound.Need("status")["conditions"] = new JsonArray([.. conditions, scheduled]);
        return Replace(bound, new WriteOptions("", WriteOptions.Binding));
    }

    public void Delete(ObjectKey key, DeletePropagation propagation = DeletePropagation.Background, string? uid = null, int? gracePeriodSeconds = null)
    {
        if (Kinds.ByObjectKind(key.Kind) is not { } kind) return;
        if (_store.Get(key) is not { } found || (uid is not null && found.Uid != uid)) return;
        try
        {
            Delete(kind, key.Namespace, key.Name, new DeleteOptions(propagation, gracePeriodSeconds, uid));
        }
        catch (StatusException e) when (e.Code is 404 or 409)
        {
            // gone, or another object of that name by now
        }
    }

    public async IAsyncEnumerable<ObjectChange> Watch(IReadOnlyCollection<ObjectKind> kinds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (objects, _, changes) = _store.Subscribe(kinds);
        using (changes)
        {
            foreach (var obj in objects.OrderBy(o => o.ResourceVersion)) yield return new ObjectChange(ChangeType.Added, obj.Object, null, obj.ResourceVersion);
            await foreach (var change in changes.Reader.ReadAllAsync(cancellationToken))
            {
                yield return new ObjectChange(change.Type, change.Current.Object, change.Previous?.Object, change.ResourceVersion);
            }
        }
    }

    public void Dispose() => _store.Dispose();

    private JsonObject Replace(JsonObject obj, WriteOptions options)
    {
        var kind = KindOf(obj);
        var decoded = Decode(obj, kind);
        return Update(kind, obj.Text("metadata", "namespace") ?? "", obj.Text("metadata", "name") ?? "", options, _ => decoded.Clone()).Object;
    }

    private static JsonObject Decode(JsonObject obj, ResourceKind kind)
    {
        try
        {
            return ObjectReader.Decode(obj, kind, null);
        }
        catch (DecodeException e)
        {
            throw Refusal.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {e.Message}");
        }
    }

    private ResourceKind KindOf(JsonObject obj) => Kinds.Of(obj)
        ?? throw new StatusException(404, "NotFound", $"no matches for kind \"{obj.Text("kind")}\" in version \"{obj.Text("apiVersion")}\"");
}
