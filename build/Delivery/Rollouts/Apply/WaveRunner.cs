using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Rollouts.Watching;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Apply;

/// <summary>Writes the changes wave by wave and waits for each wave before the next.</summary>
internal sealed class WaveRunner(ObjectApplier applier, WaveWait wait, Discovery discovery, RolloutLedger ledger)
{
    private const int AtOnce = 32;

    /// <exception cref="StepFailedException">The API server refuses objects; all those of the wave are named.</exception>
    /// <exception cref="ObjectFailedException">An object will not become ready.</exception>
    public async Task RunAsync(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        var since = changes.Select(c => c.Live).OfType<JsonObject>().Select(LastWrite.Of).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        foreach (var wave in changes.GroupBy(c => c.Wave).OrderBy(g => g.Key))
        {
            var live = new ConcurrentBag<(ApiResource, JsonObject)>();
            var refused = new ConcurrentBag<string>();
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
            await Parallel.ForEachAsync(wave, options, async (change, token) =>
            {
                if (change.Action == ChangeAction.Unchanged)
                {
                    live.Add((change.Resource, change.Live!));
                    return;
                }

                ledger.Begin(change.Key);
                try
                {
                    var written = await applier.ApplyAsync(change, token).ConfigureAwait(false);
                    live.Add((change.Resource, written));
                    ledger.Wrote(change, written.Uid());
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
                    list.Count == 1 ? wave.First(c => list[0].StartsWith($"{c.Key}:", StringComparison.Ordinal)).Key.ToString() : $"{list.Count} objects of wave {wave.Key}",
                    string.Join('\n', list),
                    null,
                    "correct the objects and run again; what was written so far stays");
            }

            since = live.Select(written => LastWrite.Of(written.Item2)).Append(since).Max();
            await wait.WaitAsync([.. live], since, ct).ConfigureAwait(false);
            if (wave.Any(c => c.Key.Kind == "CustomResourceDefinition" && c.Action != ChangeAction.Unchanged))
            {
                discovery.Refresh();
            }
        }
    }
}
