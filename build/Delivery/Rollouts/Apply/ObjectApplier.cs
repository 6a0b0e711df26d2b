using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Apply;

/// <summary>Writes one object.</summary>
internal sealed class ObjectApplier(ClusterClient client, bool force, TimeSpan stall, RolloutPatience patience, TimeProvider time)
{
    private const int MostTries = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>See <see cref="ClusterClient.Clock"/>.</summary>
    public DateTimeOffset Clock => client.Clock;

    /// <summary>The object as the server answers.</summary>
    /// <param name="isPatient">Whether a webhook that cannot be called is waited for.</param>
    public async Task<JsonObject> ApplyAsync(Change change, bool isPatient, CancellationToken ct)
    {
        if (change.Action == ChangeAction.Recreated)
        {
            await RemoveAsync(change, ClusterClient.Background, ct).ConfigureAwait(false);
        }

        if (change.GrowsVolumes)
        {
            await GrowAsync(change, ct).ConfigureAwait(false);
            await RemoveAsync(change, ClusterClient.Orphan, ct).ConfigureAwait(false);
        }
        else if (change.TakesOver)
        {
            await TakeOverAsync(change, change.Live!, ct).ConfigureAwait(false);
        }

        var start = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await client.ApplyAsync(change.Resource, change.Desired!, force, dryRun: false, ct).ConfigureAwait(false);
            }
            catch (ApiRefusedException e) when (tries < MostTries && IsTooEarly(change, e))
            {
                await Task.Delay(Pause, time, ct).ConfigureAwait(false);
            }
            catch (ApiRefusedException e) when (isPatient && e.IsWebhookAway && time.GetElapsedTime(start) < patience.GraceOf(VerdictRules.WebhookAway, change.Desired!))
            {
                await Task.Delay(Pause, time, ct).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// A definition is established a moment before its objects are served; the service account of a new namespace comes a moment after it;
    /// an object that is being deleted under us is a conflict until it is gone.
    /// </summary>
    private static bool IsTooEarly(Change change, ApiRefusedException e) => e.Code switch
    {
        404 => change.Live is null && e.Reason is "NotFound" or "" && !e.Message.StartsWith("namespaces", StringComparison.Ordinal),
        403 => change.Key.Kind == "Pod" && e.Message.Contains("serviceaccount", StringComparison.Ordinal),
        409 => e.Causes.Count == 0,
        _ => false,
    };

    /// <summary>Writes down that what the tools have set is ours, whoever else writes meanwhile.</summary>
    private async Task TakeOverAsync(Change change, JsonObject? live, CancellationToken ct)
    {
        for (var tries = 1; live is not null && TakeOver.IsDue(live); tries++)
        {
            try
            {
                await client.SetManagedFieldsAsync(change.Resource, live, TakeOver.FieldsAfter(live), ct).ConfigureAwait(false);
                return;
            }
            catch (ApiRefusedException e) when (e.Code == 409 && tries < MostTries)
            {
                live = await client.FindAsync(change.Resource, change.Key.Namespace, change.Key.Name, ct).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks the claims of a StatefulSet for the sizes that are wanted.</summary>
    private async Task GrowAsync(Change change, CancellationToken ct)
    {
        var claims = await client.ListAsync(CoreResources.PersistentVolumeClaim, change.Key.Namespace, null, ct).ConfigureAwait(false);
        foreach (var (claim, wanted) in GrownVolumes.Claims(claims.Items, change.Desired!, change.Live!))
        {
            await client.MergeAsync(CoreResources.PersistentVolumeClaim, change.Key.Namespace, claim.Name(), GrownVolumes.Patch(wanted), dryRun: false, ct).ConfigureAwait(false);
        }
    }

    private async Task RemoveAsync(Change change, string propagation, CancellationToken ct)
    {
        if (await client.RemoveAsync(change.Resource, change.Key.Namespace, change.Key.Name, change.Live!.Uid(), stall, ct, propagation).ConfigureAwait(false) is { } live)
        {
            throw new StepFailedException(
                RolloutNames.Stage,
                change.Key.ToString(),
                $"is to be made anew, but {stall.TotalSeconds:0} s after its deletion it is still there: it waits for its finalizers {live.At("metadata", "finalizers")?.ToJsonString() ?? "[]"}",
                null,
                "see what its finalizers wait for, and run again");
        }
    }
}
