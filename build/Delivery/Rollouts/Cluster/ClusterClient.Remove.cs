using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

internal sealed partial class ClusterClient
{
    public const string Background = "Background";
    public const string Orphan = "Orphan";

    private const int MostFailures = 6;

    /// <summary>Deletes exactly the object with this UID and waits, by a watch, until it is gone.</summary>
    /// <param name="propagation">What becomes of what it owns: <c>Background</c> takes it off as well, <c>Orphan</c> leaves it.</param>
    /// <returns>Null where it is gone; the object as it was last seen where it is still there after <paramref name="patience"/>.</returns>
    public async Task<JsonObject?> RemoveAsync(ApiResource resource, string? ns, string name, string uid, TimeSpan patience, CancellationToken ct, string propagation = Background)
    {
        var answer = await AskToDeleteAsync(resource, ns, name, uid, propagation, ct).ConfigureAwait(false);
        if (answer.At("metadata", "deletionTimestamp") is null)
        {
            // a Status, or the object itself as it was: either is gone by now
            return null;
        }

        return await UntilGoneAsync(resource, ns, name, answer!, patience, ct).ConfigureAwait(false);
    }

    /// <summary>Waits, by a watch, until an object that is being deleted is gone; another of the same name does not count.</summary>
    /// <param name="live">As it was last seen.</param>
    /// <returns>As <see cref="RemoveAsync"/>.</returns>
    public async Task<JsonObject?> UntilGoneAsync(ApiResource resource, string? ns, string name, JsonObject live, TimeSpan patience, CancellationToken ct)
    {
        var uid = live.Uid();
        using var late = new CancellationTokenSource(patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            for (var failures = 0; ;)
            {
                try
                {
                    await foreach (var line in WatchAsync(resource, ns, null, live.ResourceVersion(), limit.Token, name).ConfigureAwait(false))
                    {
                        if (line.Type == "DELETED" && line.Object.Uid() == uid)
                        {
                            return null;
                        }

                        live = line.Type == "MODIFIED" ? line.Object : live;
                    }
                }
                catch (Exception e) when (RetryPolicy.MayPass(e) || e is ApiRefusedException { Code: 410 })
                {
                    failures = Math.Min(failures + 1, MostFailures);
                    await Task.Delay(RetryPolicy.Pause(failures), time, limit.Token).ConfigureAwait(false);
                }

                // the watch has ended: what it may have missed is asked for
                if (await FindAsync(resource, ns, name, limit.Token).ConfigureAwait(false) is not { } found || found.Uid() != uid)
                {
                    return null;
                }

                live = found;
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return live;
        }
    }
}
