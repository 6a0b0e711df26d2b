using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Preflight;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>Asks the API server, by dry runs, what it would make of an object, and whether it would take it at all.</summary>
internal sealed class Trial(ClusterClient client, bool force)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, bool> _leaving = new(StringComparer.Ordinal);
    private Task<string>? _elsewhere;

    /// <summary>Namespaces in which nothing can be made any more.</summary>
    public ICollection<string> Leaving => _leaving.Keys;

    /// <summary>What the object would become; or why it has to be deleted and made anew; or neither where the server refuses it, which is a problem then.</summary>
    public async Task<(JsonObject? Result, string? Anew)> TryAsync(Change change, ConcurrentBag<string> problems, CancellationToken ct)
    {
        var desired = change.Desired!;
        try
        {
            return (await client.ApplyAsync(change.Resource, desired, force, dryRun: true, ct).ConfigureAwait(false), null);
        }
        catch (ApiRefusedException e) when (e.IsInvalid && change.Live is not null && change.Key.Kind == "Job")
        {
            return (null, "a Job cannot change; it is deleted and run anew");
        }
        catch (ApiRefusedException e) when (change.Live is not null && Recreation.IsAsked(desired) && RefusalText.NeverChanges(e))
        {
            if (Recreation.Problem(desired, change.Live) is not { } problem)
            {
                return (null, $"a field that cannot change was changed, and annotation {RolloutNames.RecreateAnnotation} allows to delete it and make it anew");
            }

            problems.Add(problem);
        }
        catch (ApiRefusedException e) when (change.Live is null && IsBeforeItsRole(change, e))
        {
            // the role may come with the release
        }
        catch (ApiRefusedException e) when (change.Live is null && e.Code == 404)
        {
            problems.Add(e.Message.StartsWith("namespaces ", StringComparison.Ordinal)
                ? $"{change.Key}: namespace {change.Key.Namespace} does not exist, and the release does not bring it; add it to the release, or create it first"
                : RefusalText.Of(change.Key, e));
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
                problems.Add(RefusalText.Of(change.Key, e));
            }
        }

        return (null, null);
    }

    /// <summary>
    /// Tries an object whose namespace comes with the release in a namespace that is there already: its shape and its values are refused there as well.
    /// What depends on the namespace (quotas, admission, accounts) is not told.
    /// </summary>
    public async Task TryElsewhereAsync(Change change, ConcurrentBag<string> problems, CancellationToken ct)
    {
        var copy = change.Desired!.Copy();
        copy["metadata"]!["namespace"] = await ElsewhereAsync(ct).ConfigureAwait(false);
        try
        {
            await client.ApplyAsync(change.Resource, copy, force: true, dryRun: true, ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e) when (e.IsMisshapen || e.Code == 400 || (e.IsInvalid && !RefusalText.NeverChanges(e)))
        {
            problems.Add(RefusalText.Of(change.Key, e));
        }
        catch (ApiRefusedException e) when (e.IsFinal || e.IsWebhookAway)
        {
            // that namespace's own affairs
        }
    }

    /// <summary>What the object would be if it were not there yet: what is desired with the server's defaults. Null where that cannot be tried under another name.</summary>
    public async Task<JsonObject?> TryAnewAsync(Change change, CancellationToken ct)
    {
        var copy = change.Desired!.Copy();
        copy["metadata"]!["name"] = $"sitebuilder-{Guid.NewGuid():N}";
        try
        {
            return await client.ApplyAsync(change.Resource, copy, force: true, dryRun: true, ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e) when (e.IsFinal || e.IsWebhookAway)
        {
            return null;
        }
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
