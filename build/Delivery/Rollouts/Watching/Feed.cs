using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>The objects of one kind in one namespace, kept current by a list and then a watch, for as long as the token lives.</summary>
internal sealed class Feed(ClusterClient client, ApiResource resource, string? ns, string? labels, TimeProvider time, Action changed)
{
    private readonly ConcurrentDictionary<string, JsonObject> _items = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IEnumerable<JsonObject> Items => _items.Values;

    /// <summary>Done after the first list; fails where the kind may not be read.</summary>
    public Task Listed => _listed.Task;

    /// <summary>What has ended it before its time; null while it follows.</summary>
    public Exception? Error { get; private set; }

    public JsonObject? Find(string name) => _items.GetValueOrDefault(name);

    /// <summary>Takes in what a write has answered, unless something newer is known.</summary>
    public void Put(JsonObject item) => _items.AddOrUpdate(item.Name(), item, (_, known) => IsNewer(item, known) ? item : known);

    /// <summary>Reads everything once more: a machine that was busy or asleep may have the newest still before it.</summary>
    public Task RefreshAsync(CancellationToken ct) => ListAsync(ct);

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            var version = "";
            var failures = 0;
            while (!ct.IsCancellationRequested)
            {
                try
                {
                    if (version.Length == 0)
                    {
                        version = await ListAsync(ct).ConfigureAwait(false);
                    }

                    await foreach (var line in client.WatchAsync(resource, ns, labels, version, ct).ConfigureAwait(false))
                    {
                        failures = 0;
                        version = line.Object.ResourceVersion();
                        Take(line);
                    }
                }
                catch (ApiRefusedException e) when (e.Code == 410)
                {
                    // the first time at once; a server that knows no history at all is not to be overrun
                    version = "";
                    if (++failures > 1)
                    {
                        await Task.Delay(RetryPolicy.Pause(Math.Min(failures, 6)), time, ct).ConfigureAwait(false);
                    }
                }
                catch (Exception e) when (RetryPolicy.MayPass(e))
                {
                    await Task.Delay(RetryPolicy.Pause(Math.Min(++failures, 6)), time, ct).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            _listed.TrySetCanceled(ct);
        }
        catch (Exception e)
        {
            // told by whoever waits: a feed that stands still must not look like a cluster in which nothing happens
            Error = e;
            _listed.TrySetException(e);
            changed();
        }
    }

    private async Task<string> ListAsync(CancellationToken ct)
    {
        var list = await client.ListAsync(resource, ns, labels, ct).ConfigureAwait(false);
        var names = list.Items.Select(i => i.Name()).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, known) in _items)
        {
            // what was written after the list was taken is not gone
            if (!names.Contains(name) && Number(known.ResourceVersion()) <= Number(list.ResourceVersion))
            {
                _items.TryRemove(KeyValuePair.Create(name, known));
            }
        }

        foreach (var item in list.Items)
        {
            Put(item);
        }

        _listed.TrySetResult();
        changed();
        return list.ResourceVersion;
    }

    private void Take(WatchEvent line)
    {
        switch (line.Type)
        {
            case "ADDED" or "MODIFIED":
                Put(line.Object);
                break;
            case "DELETED":
                if (_items.TryGetValue(line.Object.Name(), out var known) && (known.Uid() == line.Object.Uid() || IsNewer(line.Object, known)))
                {
                    _items.TryRemove(KeyValuePair.Create(line.Object.Name(), known));
                }

                break;
            default:
                return;
        }

        changed();
    }

    private static bool IsNewer(JsonObject item, JsonObject known) => Number(item.ResourceVersion()) >= Number(known.ResourceVersion());

    /// <summary>Resource versions of one server grow with every write.</summary>
    public static decimal Number(string version) => decimal.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
