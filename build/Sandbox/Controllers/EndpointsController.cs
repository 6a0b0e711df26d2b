using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Writes which pods stand behind a Service: EndpointSlices, and the older Endpoints.</summary>
internal sealed class EndpointsController(IClusterObjects objects) : IController
{
    private const string SliceManager = "endpointslice-controller.k8s.io";
    private const string ServiceName = "kubernetes.io/service-name";
    private const string TriggerTime = "endpoints.kubernetes.io/last-change-trigger-time";
    private const string Headless = "service.kubernetes.io/headless";

    private readonly TriggerTimes _triggers = new();

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.Service, ClusterKinds.Pod, ClusterKinds.EndpointSlice];

    public IEnumerable<ObjectKey> Affected(ObjectChange change)
    {
        JsonObject obj = change.Object;
        ObjectKind kind = ClusterKinds.Of(obj);
        if (kind == ClusterKinds.Service)
        {
            return [obj.Key()];
        }

        if (kind == ClusterKinds.EndpointSlice)
        {
            return change.Type == ChangeType.Deleted && obj.Labels().GetValueOrDefault(ServiceName) is { } service
                ? [new ObjectKey(ClusterKinds.Service, obj.Namespace(), service)]
                : [];
        }

        return objects.List(ClusterKinds.Service, obj.Namespace())
            .Where(service => Selects(service, obj) || (change.Previous is { } before && Selects(service, before)))
            .Select(service => service.Key());
    }

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } service)
        {
            _triggers.Forget(key);
            objects.Delete(key with { Kind = ClusterKinds.Endpoints });
            return null;
        }

        if (service.IsDeleting() || service.Map("spec", "selector").Count == 0 || service.Text("spec", "type") == "ExternalName")
        {
            return null;
        }

        List<JsonObject> pods = [.. objects.List(ClusterKinds.Pod, key.Namespace).Where(pod => Selects(service, pod))];
        Backend[] backends = [.. pods.Select(pod => Backend.Of(service, pod)).OfType<Backend>()];
        DateTimeOffset? since = _triggers.Next(service, pods);
        WriteSlices(service, backends, since);
        WriteEndpoints(service, since, [.. backends.Where(backend => !backend.Pod.IsFinished() && (!backend.Pod.IsDeleting() || backend.Ready))]);
        return null;
    }

    private static bool Selects(JsonObject service, JsonObject pod) => LabelSelector.MatchesMap(service.Map("spec", "selector"), pod.Labels());

    private void WriteSlices(JsonObject service, Backend[] backends, DateTimeOffset? since)
    {
        List<JsonObject> existing = [.. objects.List(ClusterKinds.EndpointSlice, service.Namespace()).Where(slice =>
            slice.Labels().GetValueOrDefault(ServiceName) == service.Name()
            && slice.Labels().GetValueOrDefault("endpointslice.kubernetes.io/managed-by") == SliceManager)];
        List<(JsonArray? Ports, JsonArray? Endpoints)> wanted = [.. backends
            .GroupBy(backend => backend.Ports.ToJsonString())
            .Select(group => (Ports: NullWhenEmpty((JsonArray)group.First().Ports.DeepClone()),
                Endpoints: (JsonArray?)group.Select(backend => backend.SliceEntry(service)).ToJsonArray()))];
        if (wanted.Count == 0)
        {
            wanted.Add((null, null));
        }

        foreach ((JsonArray? ports, JsonArray? endpoints) in wanted)
        {
            JsonObject? slice = existing.Find(candidate => JsonNode.DeepEquals(candidate["ports"], ports)) ?? existing.FirstOrDefault();
            if (slice is not null)
            {
                existing.Remove(slice);
            }

            WriteSlice(service, slice, ports, endpoints, since);
        }

        existing.ForEach(slice => objects.Delete(slice.Key(), uid: slice.Uid()));
    }

    private void WriteSlice(JsonObject service, JsonObject? slice, JsonArray? ports, JsonArray? endpoints, DateTimeOffset? since)
    {
        JsonObject changed = slice?.Copy() ?? new JsonObject
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["generateName"] = $"{service.Name()}-",
                ["namespace"] = service.Namespace(),
                ["ownerReferences"] = new JsonArray(Ownership.Reference(service)),
            },
            ["addressType"] = "IPv4",
        };
        changed.Ensure("metadata")["labels"] = Labels(service, ("endpointslice.kubernetes.io/managed-by", SliceManager), (ServiceName, service.Name()));
        changed["ports"] = ports;
        changed["endpoints"] = endpoints;
        if (slice is null)
        {
            Mark(changed, since);
            objects.Create(changed, FieldManagers.Controllers);
        }
        else if (!JsonNode.DeepEquals(slice, changed))
        {
            Mark(changed, since);
            objects.Update(changed, FieldManagers.Controllers);
        }
    }

    private void WriteEndpoints(JsonObject service, DateTimeOffset? since, Backend[] backends)
    {
        JsonObject? existing = objects.Get(service.Key() with { Kind = ClusterKinds.Endpoints });
        JsonObject changed = existing?.Copy() ?? new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Endpoints",
            ["metadata"] = new JsonObject { ["name"] = service.Name(), ["namespace"] = service.Namespace() },
        };
        changed.Ensure("metadata")["labels"] = Labels(service, ("endpoints.kubernetes.io/managed-by", "endpoint-controller"));
        JsonArray subsets = Backend.Subsets(service, backends).ToJsonArray();
        changed.Remove("subsets");
        if (subsets.Count > 0)
        {
            changed["subsets"] = subsets;
        }

        if (existing is null)
        {
            Mark(changed, since);
            objects.Create(changed, FieldManagers.Controllers);
        }
        else if (!JsonNode.DeepEquals(existing, changed))
        {
            Mark(changed, since);
            objects.Update(changed, FieldManagers.Controllers);
        }
    }

    private static void Mark(JsonObject endpoints, DateTimeOffset? since)
    {
        if (since is { } time)
        {
            endpoints.Ensure("metadata", "annotations")[TriggerTime] = time.ToTimestamp();
        }
        else
        {
            endpoints.Object("metadata", "annotations")?.Remove(TriggerTime);
        }
    }

    private static JsonObject Labels(JsonObject service, params ReadOnlySpan<(string Name, string Value)> own)
    {
        JsonObject labels = service.Labels().ToJsonObject();
        foreach ((string name, string value) in own)
        {
            labels[name] = value;
        }

        if (service.Text("spec", "clusterIP") == "None")
        {
            labels[Headless] = "";
        }

        return labels;
    }

    private static JsonArray? NullWhenEmpty(JsonArray array) => array.Count == 0 ? null : array;
}
