namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>
/// What may be written without asking the API server beforehand whether it would take it: new objects on which nothing runs - configuration, accounts, roles,
/// definitions - as long as nothing else was written before or beside them. One of each namespace is tried: whether the namespace takes anything. Where one
/// of them is refused, those that were made are deleted again, and the cluster is as it was. A first installation is mostly of these, and a trial costs
/// about as much as the write.
/// </summary>
internal static class Untried
{
    /// <summary>Marks them.</summary>
    /// <param name="changes">Decided, new ones not yet tried.</param>
    public static void Mark(Change[] changes)
    {
        var bound = changes.Where(change => change.Action != ChangeAction.Unchanged && !IsQuiet(change)).Select(change => change.Wave).DefaultIfEmpty(int.MaxValue).Min();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < changes.Length; i++)
        {
            if (IsQuiet(changes[i]) && changes[i].Wave < bound && !(changes[i].Key.Namespace is { } ns && seen.Add(ns)))
            {
                changes[i] = changes[i] with { IsUntried = true };
            }
        }
    }

    private static bool IsQuiet(Change change) => change.Action == ChangeAction.Created && Waves.OfKind(change.Key.Kind) < Waves.FirstToRun;
}
