namespace SiteBuilder.Delivery.Rollouts.Plan.Saved;

/// <summary>Whether a plan still holds: what it says now has to be what it said then, object by object.</summary>
internal static class PlanComparison
{
    private const string Remedy = "make a new plan with Diff --save-plan";

    /// <summary>Why it does not, a line for each object that is to blame; empty where it holds.</summary>
    public static IReadOnlyList<string> Problems(SavedPlan then, SavedPlan now)
    {
        if (then.Release != now.Release || !then.Cluster.IsThe(now.Cluster))
        {
            return [$"the plan is of release {then.Release} in cluster {Name(then.Cluster)}, and this is release {now.Release} in cluster {Name(now.Cluster)}; {Remedy}"];
        }

        if (then.Drift != now.Drift)
        {
            return [$"the plan was made with gates.rollout.drift {then.Drift}, which is {now.Drift} now; {Remedy}"];
        }

        var before = then.Objects.ToDictionary(Key, StringComparer.Ordinal);
        var after = now.Objects.ToDictionary(Key, StringComparer.Ordinal);
        return
        [
            .. then.Objects.Select(o => after.TryGetValue(Key(o), out var other) ? Moved(o, other) : $"{o.Object}: is in the plan, and {(o.Desired is null ? "is gone since" : "no longer in the release")}").OfType<string>()
                .Concat(now.Objects.Where(o => !before.ContainsKey(Key(o))).Select(o => $"{o.Object}: is not in the plan, and {(o.Desired is null ? "would go" : "is in the release now")}"))
                .Order(StringComparer.Ordinal)
                .Select(text => $"{text}; {Remedy}"),
        ];
    }

    /// <summary>An object is itself in whatever version of its API.</summary>
    private static string Key(SavedObject item) => item.ApiVersion.Contains('/', StringComparison.Ordinal) ? $"{item.ApiVersion.Split('/')[0]} {item.Object}" : item.Object;

    private static string? Moved(SavedObject then, SavedObject now) =>
        then.Desired != now.Desired ? $"{then.Object}: is not desired as the plan has it"
        : (then.Live, now.Live) switch
        {
            (null, not null) => $"{then.Object}: was made since the plan",
            (not null, null) => $"{then.Object}: was deleted since the plan",
            ({ } a, { } b) when a.Uid != b.Uid => $"{then.Object}: was deleted and made anew since the plan",
            ({ } a, { } b) when a.Fields != b.Fields => $"{then.Object}: was changed since the plan (resource version {a.ResourceVersion}, now {b.ResourceVersion})",
            _ when then.Action != now.Action => $"{then.Object}: would be {now.Action.ToString().ToLowerInvariant()} now, and the plan has it {then.Action.ToString().ToLowerInvariant()}",
            _ when then.Reason != now.Reason || !then.Changes.SequenceEqual(now.Changes) => $"{then.Object}: other fields would change than the plan has",
            _ => null,
        };

    private static string Name(SavedCluster cluster)
    {
        var id = cluster.Uid.Length > 0 ? cluster.Uid : cluster.Server;
        return cluster.Identity is null ? id : $"{cluster.Identity} ({id})";
    }
}
