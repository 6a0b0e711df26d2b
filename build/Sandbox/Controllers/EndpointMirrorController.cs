using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>
/// Copies Endpoints that somebody writes himself, for a Service without a selector, into EndpointSlices: who balances connections and answers
/// names reads those alone.
/// </summary>
internal sealed class EndpointMirrorController(IClusterObjects objects) : IController
{
    private const string SliceManager = "endpointslicemirroring-controller.k8s.io";
    private const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    private const string ServiceName = "kubernetes.io/service-name";
    private const string SkipMirror = "endpointslice.kubernetes.io/skip-mirror";
    private const string LeaderElection = "control-plane.alpha.kubernetes.io/leader";

    private static readonly string[] OwnAnnotations = ["endpoints.kubernetes.io/last-change-trigger-time", "kubectl.kubernetes.io/last-applied-configuration"];

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.Endpoints, ClusterKinds.Service, ClusterKinds.EndpointSlice];

    public IEnumerable<ObjectKey> Affected(ObjectChange change)
    {
        JsonObject obj = change.Object;
        ObjectKind kind = ClusterKinds.Of(obj);
        return kind != ClusterKinds.EndpointSlice ? [obj.Key() with { Kind = ClusterKinds.Endpoints }]
            : change.Type == ChangeType.Deleted && IsOurs(obj) ? [new ObjectKey(ClusterKinds.Endpoints, obj.Namespace(), obj.Labels().GetValueOrDefault(ServiceName) ?? "")]
            : [];
    }

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        List<JsonObject> existing = [.. objects.List(ClusterKinds.EndpointSlice, key.Namespace)
            .Where(slice => IsOurs(slice) && slice.Labels().GetValueOrDefault(ServiceName) == key.Name)];
        JsonObject? endpoints = objects.Get(key);
        if (endpoints is not null && IsMirrored(endpoints))
        {
            foreach (JsonObject subset in endpoints.Items("subsets").Where(subset => Entries(subset).Count > 0))
            {
                JsonObject? slice = existing.Find(candidate => JsonNode.DeepEquals(candidate["ports"], subset["ports"])) ?? existing.FirstOrDefault();
                if (slice is not null)
                {
                    existing.Remove(slice);
                }

                Write(endpoints, subset, slice);
            }
        }

        existing.ForEach(slice => objects.Delete(slice.Key(), uid: slice.Uid()));
        return null;
    }

    private static bool IsOurs(JsonObject slice) => slice.Labels().GetValueOrDefault(ManagedBy) == SliceManager;

    private bool IsMirrored(JsonObject endpoints) =>
        !endpoints.IsDeleting()
        && endpoints.Labels().GetValueOrDefault(SkipMirror) != "true"
        && !endpoints.Map("metadata", "annotations").ContainsKey(LeaderElection)
        && objects.Get(endpoints.Key() with { Kind = ClusterKinds.Service }) is { } service
        && service.Map("spec", "selector").Count == 0;

    private void Write(JsonObject endpoints, JsonObject subset, JsonObject? slice)
    {
        JsonObject changed = slice?.Copy() ?? new JsonObject
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["generateName"] = $"{endpoints.Name()}-",
                ["namespace"] = endpoints.Namespace(),
                ["ownerReferences"] = new JsonArray(Ownership.Reference(endpoints)),
            },
            ["addressType"] = "IPv4",
        };
        JsonObject metadata = changed.Ensure("metadata");
        metadata["labels"] = endpoints.Labels().Append(new(ManagedBy, SliceManager)).Append(new(ServiceName, endpoints.Name())).ToJsonObject();
        metadata["annotations"] = endpoints.Map("metadata", "annotations").Where(annotation => !OwnAnnotations.Contains(annotation.Key)).ToJsonObject();
        changed["ports"] = subset["ports"]?.DeepClone();
        changed["endpoints"] = Entries(subset);
        if (slice is null)
        {
            objects.Create(changed, FieldManagers.Controllers);
        }
        else if (!JsonNode.DeepEquals(slice, changed))
        {
            objects.Update(changed, FieldManagers.Controllers);
        }
    }

    private static JsonArray Entries(JsonObject subset) =>
        [.. subset.Items("addresses").Select(address => Entry(address, ready: true)), .. subset.Items("notReadyAddresses").Select(address => Entry(address, ready: false))];

    private static JsonNode Entry(JsonObject address, bool ready)
    {
        JsonObject entry = new() { ["addresses"] = new JsonArray(address.Text("ip")), ["conditions"] = new JsonObject { ["ready"] = ready } };
        foreach (string field in (string[])["hostname", "nodeName", "targetRef"])
        {
            if (address[field] is { } value)
            {
                entry[field] = value.DeepClone();
            }
        }

        return entry;
    }
}
