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
        if (change.GrowsClaims)
        {
            await GrownVolumes.GrowAsync(client, change, dryRun: false, _ => { }, ct).ConfigureAwait(false);
        }

        if (change.Action == ChangeAction.Recreated || change.Regrown is not null)
        {
            await RemoveAsync(change, ct).ConfigureAwait(false);
        }

        if (change.Regrown is { } whole)
        {
            var made = await WriteAsync(change, GrownVolumes.Unowned(whole), isPatient, ct).ConfigureAwait(false);
            return await SetFieldsAsync(change, made, _ => true, live => GrownVolumes.FieldsOf(whole, live), ct).ConfigureAwait(false);
        }

        if (change.TakesOver)
        {
            // what the tools have set is ours, whoever else writes meanwhile
            await SetFieldsAsync(change, change.Live!, TakeOver.IsDue, TakeOver.FieldsAfter, ct).ConfigureAwait(false);
        }

        return await WriteAsync(change, change.Desired!, isPatient, ct).ConfigureAwait(false);
    }

    private async Task<JsonObject> WriteAsync(Change change, JsonObject item, bool isPatient, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await client.ApplyAsync(change.Resource, item, force, dryRun: false, ct).ConfigureAwait(false);
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

    /// <summary>Writes down who has set what, whoever else writes the object meanwhile.</summary>
    private async Task<JsonObject> SetFieldsAsync(Change change, JsonObject live, Func<JsonObject, bool> isDue, Func<JsonObject, JsonArray> fields, CancellationToken ct)
    {
        for (var tries = 1; isDue(live); tries++)
        {
            try
            {
                return await client.SetManagedFieldsAsync(change.Resource, live, fields(live), ct).ConfigureAwait(false);
            }
            catch (ApiRefusedException e) when (e.Code == 409 && tries < MostTries)
            {
                if (await client.FindAsync(change.Resource, change.Key.Namespace, change.Key.Name, ct).ConfigureAwait(false) is not { } newest)
                {
                    break;
                }

                live = newest;
            }
        }

        return live;
    }

    private async Task RemoveAsync(Change change, CancellationToken ct)
    {
        // what is being deleted around its pods is not to take them with it after all
        var propagation = change.Regrown is not null || change.Live.At("metadata", "finalizers") is JsonArray finalizers && finalizers.Any(f => f.Text() == "orphan") ? ClusterClient.Orphan : ClusterClient.Background;
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
