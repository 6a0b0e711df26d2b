using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Preflight;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>Asks the API server, by dry runs, what it would make of an object, and whether it would take it at all.</summary>
/// <param name="force">Whether fields of others are taken back.</param>
/// <param name="goesBack">Whether it is the way back: what was made anew on the way forward may be made anew again, though the release of before does not say so.</param>
internal sealed class Trial(ClusterClient client, bool force, bool goesBack = false)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, bool> _leaving = new(StringComparer.Ordinal);
    private Task<string>? _elsewhere;

    /// <summary>Namespaces in which nothing can be made any more.</summary>
    public ICollection<string> Leaving => _leaving.Keys;

    /// <summary>Tries a change where it is to be made.</summary>
    public async Task<TrialResult> TryAsync(Change change, ConcurrentBag<TrialProblem> problems, CancellationToken ct)
    {
        var desired = change.Desired!;
        try
        {
            return new TrialResult(await client.ApplyAsync(change.Resource, desired, force, dryRun: true, ct).ConfigureAwait(false));
        }
        catch (ApiRefusedException e) when (e.IsInvalid && change.Live is not null && change.Key is { Group: "batch", Kind: "Job" })
        {
            return new TrialResult(Anew: "a Job cannot change; it is deleted and run anew");
        }
        catch (ApiRefusedException e) when (change.Live is not null && RefusalText.NeverChanges(e) && GrownVolumes.Growing(desired, change.Live).Count > 0)
        {
            // when it is the sizes alone that are refused, the rest is taken
            var ungrown = await TryAsync(change with { Desired = GrownVolumes.Ungrown(desired, change.Live) }, problems, ct).ConfigureAwait(false);
            return (ungrown.Result is null && ungrown.Anew is null) || await MayGrowAsync(change, problems, ct).ConfigureAwait(false) ? ungrown with { Grows = true } : new TrialResult();
        }
        catch (ApiRefusedException e) when (change.Live is not null && (Recreation.IsAsked(desired) || (goesBack && Recreation.IsAsked(change.Live))) && RefusalText.NeverChanges(e))
        {
            if (Recreation.Problem(desired, change.Live) is not { } problem)
            {
                return new TrialResult(Anew: $"a field that cannot change was changed, and annotation {RolloutNames.RecreateAnnotation} allows to delete it and make it anew");
            }

            problems.Add(new TrialProblem(change.Key, problem));
        }
        catch (ApiRefusedException e) when (change.Live is null && IsBeforeItsRole(change, e))
        {
            // the role may come with the release
        }
        catch (ApiRefusedException e) when (change.Live is null && e.Code == 404)
        {
            problems.Add(new TrialProblem(change.Key, e.Message.StartsWith("namespaces ", StringComparison.Ordinal)
                ? $"{change.Key}: namespace {change.Key.Namespace} does not exist, and the release does not bring it; add it to the release, or create it first"
                : RefusalText.Of(change.Key, e)));
        }
        catch (ApiRefusedException e) when (e.IsWebhookAway)
        {
            // it may be there when it is the object's turn
        }
        catch (ApiRefusedException e) when (e.IsFinal)
        {
            if (change.Key.Namespace is { } ns && e.Causes.Any(c => c.Reason == "NamespaceTerminating"))
            {
                _leaving[ns] = true;
            }

            // who may do what, the access review says once for all objects of a kind
            if (!AccessReview.Says(e))
            {
                problems.Add(new TrialProblem(change.Key, RefusalText.Of(change.Key, e), e.Code == 403 ? e.Message : null));
            }
        }

        return new TrialResult();
    }

    /// <summary>Whether the claims of a StatefulSet may have the sizes that are wanted.</summary>
    private async Task<bool> MayGrowAsync(Change change, ConcurrentBag<TrialProblem> problems, CancellationToken ct)
    {
        ObjectKey? asked = null;
        try
        {
            await GrownVolumes.GrowAsync(client, change, dryRun: true, claim => asked = claim, ct).ConfigureAwait(false);
            return true;
        }
        catch (ApiRefusedException e) when (e.IsFinal && AccessReview.Says(e))
        {
            // who may do what, the access review says
            return true;
        }
        catch (ApiRefusedException e) when (e.IsFinal)
        {
            problems.Add(new TrialProblem(change.Key, $"{change.Key}: its volumes cannot grow: {asked}: {e.Message}; keep their size, or let their StorageClass grow volumes (allowVolumeExpansion: true)"));
            return false;
        }
    }

    /// <summary>
    /// Tries an object whose namespace comes with the release in a namespace that is there already: its shape and its values are refused there as well.
    /// What depends on the namespace (quotas, admission, accounts) is not told.
    /// </summary>
    public async Task TryElsewhereAsync(Change change, ConcurrentBag<TrialProblem> problems, CancellationToken ct) =>
        await TryCopyAsync(change, "namespace", await ElsewhereAsync(ct).ConfigureAwait(false), problems, ct).ConfigureAwait(false);

    /// <summary>
    /// What the object would be if it were not there yet: what is desired with the server's defaults, tried under another name. Null where that cannot be
    /// tried, or its shape or its values are refused; then that is a problem. What it has to itself - addresses, ports, hosts - another cannot have, and is not told.
    /// </summary>
    public Task<JsonObject?> TryAnewAsync(Change change, ConcurrentBag<TrialProblem> problems, CancellationToken ct) => TryCopyAsync(change, "name", $"sitebuilder-{Guid.NewGuid():N}", problems, ct);

    private async Task<JsonObject?> TryCopyAsync(Change change, string field, string value, ConcurrentBag<TrialProblem> problems, CancellationToken ct)
    {
        var copy = change.Desired!.Copy();
        copy["metadata"]![field] = value;
        try
        {
            return await client.ApplyAsync(change.Resource, copy, force: true, dryRun: true, ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e) when ((e.IsMisshapen || e.Code == 400 || (e.IsInvalid && !RefusalText.NeverChanges(e))) && !e.Message.Contains("already allocated", StringComparison.Ordinal))
        {
            var text = RefusalText.Of(change.Key, e);
            problems.Add(new TrialProblem(change.Key, field == "name" ? text.Replace(value, change.Key.Name, StringComparison.Ordinal) : text));
        }
        catch (ApiRefusedException e) when (e.IsFinal || e.IsWebhookAway)
        {
            // the affairs of the other place
        }

        return null;
    }

    /// <summary>Of whoever may not give every role, the server wants to see which rules a binding gives.</summary>
    private static bool IsBeforeItsRole(Change change, ApiRefusedException e) =>
        e.Code == 404 && change.Key.Kind is ("RoleBinding" or "ClusterRoleBinding") && !e.Message.StartsWith("namespaces ", StringComparison.Ordinal);

    private Task<string> ElsewhereAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            return _elsewhere ??= FindAsync(ct);
        }
    }

    private async Task<string> FindAsync(CancellationToken ct) =>
        await client.FindAsync(CoreResources.Namespace, null, RolloutNames.SystemNamespace, ct).ConfigureAwait(false) is null ? "default" : RolloutNames.SystemNamespace;
}
