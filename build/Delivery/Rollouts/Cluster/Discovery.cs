using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>Which kinds the API server serves: asked once per API version, and told about CustomResourceDefinitions that this rollout brings.</summary>
internal sealed class Discovery(ClusterClient client)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<ApiResource>>>> _served = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string ApiVersion, string Kind), ApiResource> _coming = new();

    /// <summary>Asks for these API versions at once, so that looking up one kind after the other does not wait for each.</summary>
    public Task PrepareAsync(IEnumerable<string> apiVersions, CancellationToken ct) =>
        Task.WhenAll(apiVersions.Distinct(StringComparer.Ordinal).Where(v => v.Length > 0).Select(v => FindServedAsync(v, "", ct)));

    /// <summary>The kind; null where it is neither served nor brought by this rollout.</summary>
    public async Task<ApiResource?> FindAsync(string apiVersion, string kind, CancellationToken ct) =>
        await FindServedAsync(apiVersion, kind, ct).ConfigureAwait(false) ?? _coming.GetValueOrDefault((apiVersion, kind));

    /// <summary>The kind; null where it is not served now.</summary>
    public async Task<ApiResource?> FindServedAsync(string apiVersion, string kind, CancellationToken ct)
    {
        var asked = _served.GetOrAdd(apiVersion, version => new(() => LoadAsync(version, ct)));
        try
        {
            return (await asked.Value.ConfigureAwait(false)).FirstOrDefault(r => r.Kind == kind);
        }
        catch
        {
            // whoever asks next, asks the server
            _served.TryRemove(KeyValuePair.Create(apiVersion, asked));
            throw;
        }
    }

    /// <summary>The kind as it is served now: in this version or, where that is no longer, in another one of its group; null where it is in none.</summary>
    public async Task<ApiResource?> FindServedInGroupAsync(string apiVersion, string kind, CancellationToken ct)
    {
        if (await FindServedAsync(apiVersion, kind, ct).ConfigureAwait(false) is { } asked)
        {
            return asked;
        }

        foreach (var version in await VersionsAsync(ObjectKey.GroupOf(apiVersion), ct).ConfigureAwait(false))
        {
            if (await FindServedAsync(version, kind, ct).ConfigureAwait(false) is { } other)
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>Remembers the kinds of the definitions among the objects, so that their objects can be planned before they are served.</summary>
    public void Announce(IEnumerable<JsonObject> objects)
    {
        foreach (var definition in objects.Where(o => o.Kind() == "CustomResourceDefinition"))
        {
            foreach (var version in definition.Items("spec", "versions").Where(v => v.Flag("served")))
            {
                var apiVersion = $"{definition.Text("spec", "group")}/{version.Text("name")}";
                var kind = definition.Text("spec", "names", "kind") ?? "";
                _coming[(apiVersion, kind)] = new ApiResource(apiVersion, kind, definition.Text("spec", "names", "plural") ?? "", definition.Text("spec", "scope") == "Namespaced");
            }
        }
    }

    /// <summary>Forgets the answers: definitions have changed.</summary>
    public void Refresh() => _served.Clear();

    private async Task<IReadOnlyList<ApiResource>> LoadAsync(string apiVersion, CancellationToken ct)
    {
        try
        {
            var list = await client.SendAsync(HttpMethod.Get, apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}", null, null, ct).ConfigureAwait(false);
            return [.. list.Items("resources")
                .Where(r => r.Text("name")?.Contains('/', StringComparison.Ordinal) == false)
                .Select(r => new ApiResource(apiVersion, r.Text("kind") ?? "", r.Text("name") ?? "", r.Text("namespaced") == "true"))];
        }
        catch (ApiRefusedException e) when (e.Code == 404)
        {
            return [];
        }
    }

    /// <summary>The versions of a group that are served, the preferred ones first; of the core group there is only one.</summary>
    private async Task<IReadOnlyList<string>> VersionsAsync(string group, CancellationToken ct)
    {
        if (group.Length == 0)
        {
            return [];
        }

        try
        {
            return [.. (await client.SendAsync(HttpMethod.Get, $"/apis/{group}", null, null, ct).ConfigureAwait(false)).Items("versions").Select(v => v.Text("groupVersion")).OfType<string>()];
        }
        catch (ApiRefusedException e) when (e.Code == 404)
        {
            return [];
        }
    }
}
