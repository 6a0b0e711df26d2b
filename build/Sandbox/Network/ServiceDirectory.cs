using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Network;

/// <summary>All Services with their endpoints, kept up to date, so that a name or a connection costs one look-up.</summary>
internal sealed class ServiceDirectory(IClusterObjects objects)
{
    private readonly ConcurrentDictionary<(string Namespace, string Name), ServiceEntry> _entries = new();

    /// <summary>A Service has changed (entry) or gone (null). Called in order, by one thread.</summary>
    public event Action<(string Namespace, string Name), ServiceEntry?>? Changed;

    public ServiceEntry? Find(string ns, string name) => _entries.GetValueOrDefault((ns, name));

    public bool HasNamespace(string ns) => objects.Get(new ObjectKey(ClusterKinds.Namespace, "", ns)) is not null;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (ObjectChange change in objects.Watch([ClusterKinds.Service, ClusterKinds.EndpointSlice], cancellationToken))
        {
            JsonObject obj = change.Object;
            string? name = ClusterKinds.Of(obj) == ClusterKinds.Service ? obj.Name() : obj.Labels().GetValueOrDefault("kubernetes.io/service-name");
            if (name is not null)
            {
                Refresh((obj.Namespace(), name));
            }
        }
    }

    private void Refresh((string Namespace, string Name) key)
    {
        JsonObject? service = objects.Get(new ObjectKey(ClusterKinds.Service, key.Namespace, key.Name));
        if (service is null)
        {
            _entries.TryRemove(key, out _);
            Changed?.Invoke(key, null);
            return;
        }

        ServiceEntry entry = ServiceEntry.Of(service, objects.List(ClusterKinds.EndpointSlice, key.Namespace)
            .Where(slice => slice.Labels().GetValueOrDefault("kubernetes.io/service-name") == key.Name));
        _entries[key] = entry;
        Changed?.Invoke(key, entry);
    }
}
