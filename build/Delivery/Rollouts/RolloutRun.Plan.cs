using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Plan.Saved;
using SiteBuilder.Delivery.Rollouts.Preflight;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts;

internal sealed partial class RolloutRun
{
    /// <summary>What was planned, as a document; the objects count as they were rendered, before generated values were filled in.</summary>
    public async Task<SavedPlan> DescribeAsync(SaltedHash hash, CancellationToken ct)
    {
        var system = await ClusterIdentity.FindAsync(client, ct).ConfigureAwait(false);
        var rendered = _given.DistinctBy(ObjectKey.Of).ToDictionary(ObjectKey.Of, o => Normaliser.Desired(o, request.Release));
        var scaled = Autoscaling.Targets(_desired);
        return new SavedPlan
        {
            Version = SavedPlan.CurrentVersion,
            Release = request.Release,
            Cluster = new SavedCluster(system?.Label(RolloutNames.ClusterLabel), system?.Uid() ?? "", client.Connection.Server.ToString()),
            Origin = request.Origin,
            When = time.GetUtcNow(),
            Drift = request.Drift,
            Salt = hash.Salt,
            Images = request.Images,
            Objects =
            [
                .. _plan.Changes.Concat(_stale).Select(c => new SavedObject
                {
                    ApiVersion = c.Resource.ApiVersion,
                    Object = c.Key.ToString(),
                    Action = c.Action,
                    Wave = c.Wave,
                    Reason = c.Reason,
                    Changes = c.Fields,
                    Desired = rendered.TryGetValue(c.Key, out var item) ? hash.Of(item, item) : null,
                    Live = c.Live is { } live ? new SavedLive(live.Uid(), live.ResourceVersion(), hash.Of(live, ManagedValues.Of(live, scaled.Contains(c.Key)))) : null,
                }),
            ],
        };
    }

    /// <summary>What stands against doing the plan that was asked for; empty where none was, or it still holds.</summary>
    private async Task<IReadOnlyList<string>> MovedAsync(CancellationToken ct) => request.Plan is { } asked
        ? PlanComparison.Problems(asked, await DescribeAsync(new SaltedHash(asked.Salt), ct).ConfigureAwait(false))
        : [];

    /// <summary>Waits for namespaces that the plan has found to be going; true where there were any, so that all has to be planned anew.</summary>
    /// <exception cref="StepFailedException">One stays.</exception>
    public async Task<bool> HasWaitedForNamespacesAsync(CancellationToken ct)
    {
        var stay = await Task.WhenAll(_plan.Leaving.Select(ns => new LeavingNamespaces(client, request.StallDeadline, ledger.Say).WhyNotAsync(ns, ct))).ConfigureAwait(false);
        return stay.OfType<string>().ToList() is { Count: > 0 } problems ? throw PreflightFailure.Of(request.Release, problems) : _plan.Leaving.Count > 0;
    }

    /// <summary>All that is looked at before the first write, and what is told besides.</summary>
    private async Task<IReadOnlyList<Finding>> PreflightAsync(CancellationToken ct) =>
    [
        .. _plan.Changes.SelectMany(c => c.Notes.Select(note => Finding.Warning($"{c.Key}: {note}"))),
        .. await PreflightChecks.RunAsync(new PreflightContext(request.Release, _plan.Changes, _stale, request.Architectures, request.Patience, new ClusterFacts(client)), ct).ConfigureAwait(false),
    ];

    /// <summary>What whoever deploys may not do; for when the cluster does not even let itself be read.</summary>
    private async Task<IReadOnlyList<string>> MissingRightsAsync(CancellationToken ct)
    {
        var changes = new List<Change>();
        foreach (var item in (_desired.Count > 0 ? _desired : _all).DistinctBy(ObjectKey.Of))
        {
            if (await _discovery.FindAsync(item.ApiVersion(), item.Kind(), ct).ConfigureAwait(false) is { } resource)
            {
                var action = await IsThereAsync(item, resource, ct).ConfigureAwait(false) ? ChangeAction.Updated : ChangeAction.Created;
                changes.Add(new Change { Key = ObjectKey.Of(item), Resource = resource, Action = action, Wave = Plan.Waves.Of(item), Desired = item });
            }
        }

        var context = new PreflightContext(request.Release, changes, [], request.Architectures, request.Patience, new ClusterFacts(client));
        return [.. (await new AccessReview(reads: true).FindAsync(context, ct).ConfigureAwait(false)).Select(f => f.Text)];
    }

    private async Task<bool> IsThereAsync(JsonObject item, ApiResource resource, CancellationToken ct)
    {
        try
        {
            return await client.FindAsync(resource, item.Namespace(), item.Name(), ct).ConfigureAwait(false) is not null;
        }
        catch (ApiRefusedException e) when (e.Code == 403)
        {
            return false;
        }
    }
}
