using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Manifests;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Rollouts.Watching;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Apply;

/// <summary>Writes the changes wave by wave and waits for each wave before the next; custom objects and load balancers are waited for at the end.</summary>
/// <param name="wavesHold">See <see cref="RolloutRequest.WavesHold"/>.</param>
internal sealed class WaveRunner(ObjectApplier applier, WaveWait wait, Discovery discovery, RolloutLedger ledger, bool wavesHold)
{
    private readonly ConcurrentBag<Change> _postponed = [];

    /// <exception cref="StepFailedException">The API server refuses objects; all those of the wave are named.</exception>
    /// <exception cref="ObjectFailedException">An object will not become ready.</exception>
    public async Task RunAsync(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        var since = Since(changes);
        List<(ApiResource, JsonObject)> begun = [];
        List<(ApiResource Resource, JsonObject Live)> workloads = [];
        foreach (var wave in changes.GroupBy(c => c.Wave).OrderBy(g => g.Key))
        {
            if (wave.Any(NeedsAllBefore))
            {
                await wait.WaitAsync(begun, since, ct).ConfigureAwait(false);
                begun.Clear();
            }

            var live = await WriteAsync([.. wave], isLast: false, ct).ConfigureAwait(false);
            since = Since(live, since);
            workloads.AddRange(live.Where(l => l.Change.Action != ChangeAction.Unchanged && l.Change.Key.Group == "apps").Select(l => (l.Change.Resource, l.Live)));
            var carried = live.Where(IsCarried).ToHashSet();
            Carry(carried);
            List<(ApiResource, JsonObject)> written = [.. live.Except(carried).Select(l => (l.Change.Resource, l.Live))];
            if (wavesHold || wave.Key == Waves.Definitions || wave.Any(c => Waves.Asked(c.Desired!) is not null))
            {
                await wait.WaitAsync(written, since, ct, begun).ConfigureAwait(false);
            }
            else
            {
                begun.AddRange(written);
            }

            if (wave.Any(c => c.Key.Kind == "CustomResourceDefinition" && c.Action != ChangeAction.Unchanged))
            {
                discovery.Refresh();
            }
        }

        var late = await WriteAsync([.. _postponed], isLast: true, ct).ConfigureAwait(false);
        Carry(late);
        await wait.WaitForCarriedAsync(begun, Since(late, since), ct).ConfigureAwait(false);
        if (changes.Any(c => c.Action != ChangeAction.Unchanged))
        {
            // what happened to the others before does not count: it may have been the shaking
            await wait.WaitOnceMoreAsync([.. changes.Where(c => c.Action == ChangeAction.Unchanged && c.Key.Group == "apps").Select(c => (c.Resource, c.Live!))], applier.Clock, ct).ConfigureAwait(false);
            await wait.WaitOnceMoreAsync(workloads, since, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Whoever has put an object into a wave means it to find ready what is before it. A hook of a chart after its installation is to find it written.</summary>
    private static bool NeedsAllBefore(Change change) => Waves.Asked(change.Desired!) is not null && !HelmHooks.Is(change.Desired!);

    /// <summary>Whether there is nothing to write and nothing to wait for.</summary>
    public static bool IsDone(IReadOnlyCollection<Change> changes)
    {
        var since = Since(changes);
        return changes.All(c => c.Action == ChangeAction.Unchanged && (CustomObjects.IsWaitedForAtEnd(c.Desired!) ? ObjectStatuses.Of(c.Live!) : ObjectStatuses.Of(c.Live!, since)).Readiness == Readiness.Ready);
    }

    /// <summary>The newest write before this rollout.</summary>
    private static DateTimeOffset Since(IEnumerable<Change> changes) => changes.Select(c => c.Live).OfType<JsonObject>().Select(LastWrite.Of).DefaultIfEmpty(DateTimeOffset.MinValue).Max();

    private static DateTimeOffset Since(IEnumerable<(Change Change, JsonObject Live)> written, DateTimeOffset before) => written.Select(w => LastWrite.Of(w.Live)).Append(before).Max();

    /// <summary>Whether it is taken along to the end. One that was there and is ready has nothing to show.</summary>
    private static bool IsCarried((Change Change, JsonObject Live) item) =>
        CustomObjects.IsWaitedForAtEnd(item.Change.Desired!) && (item.Change.Action != ChangeAction.Unchanged || ObjectStatuses.Of(item.Live).Readiness != Readiness.Ready);

    private void Carry(IEnumerable<(Change Change, JsonObject Live)> objects)
    {
        foreach (var (change, live) in objects)
        {
            wait.Carry(change.Resource, live);
        }
    }

    /// <summary>What is there after the writes.</summary>
    private async Task<IReadOnlyCollection<(Change Change, JsonObject Live)>> WriteAsync(IReadOnlyList<Change> wave, bool isLast, CancellationToken ct)
    {
        var live = new ConcurrentBag<(Change, JsonObject)>();
        var refused = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(wave, AtOnce.Options(ct), async (change, token) =>
        {
            if (change.Action == ChangeAction.Unchanged)
            {
                live.Add((change, change.Live!));
                return;
            }

            var mayWait = !isLast && CustomObjects.IsWaitedForAtEnd(change.Desired!);
            ledger.Begin(change.Key);
            try
            {
                var written = await applier.ApplyAsync(change, isPatient: !mayWait, token).ConfigureAwait(false);
                live.Add((change, written));
                ledger.Wrote(change, written.Uid());
            }
            catch (ApiRefusedException e) when (mayWait && e.IsWebhookAway)
            {
                // what answers it may come in a later wave
                _postponed.Add(change);
                ledger.Say(change.Key, "its webhook cannot be called yet, so it is written after the others");
            }
            catch (ApiRefusedException e)
            {
                var text = RefusalText.Of(change.Key, e);
                ledger.Fail(change.Key, text);
                refused.Add(text);
            }
            catch (StepFailedException e)
            {
                ledger.Fail(change.Key, e.Found);
                throw;
            }
        }).ConfigureAwait(false);
        if (!refused.IsEmpty)
        {
            var list = refused.Order(StringComparer.Ordinal).ToList();
            throw new StepFailedException(
                RolloutNames.Stage,
                list.Count == 1 ? wave.First(c => list[0].StartsWith($"{c.Key}:", StringComparison.Ordinal)).Key.ToString() : $"{list.Count} objects of wave {wave[0].Wave}",
                string.Join('\n', list),
                null,
                "correct the objects and run again; what was written so far stays");
        }

        return live;
    }
}
