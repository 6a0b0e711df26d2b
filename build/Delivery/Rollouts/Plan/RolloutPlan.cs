using System.Text;
using SiteBuilder.Delivery.Rollouts.Plan.Saved;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>What a rollout would do, in its order. Nothing was written to find it out.</summary>
public sealed record RolloutPlan
{
    /// <summary>Every desired object and every one that would go.</summary>
    public required IReadOnlyList<RolloutPlanEntry> Entries { get; init; }

    /// <summary>What speaks against the rollout; empty where it may start.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What does not stand against it and should be known.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The plan as a document; null where it was not asked for, or there are problems.</summary>
    public SavedPlan? Saved { get; init; }

    /// <summary>Whether anything would be written.</summary>
    public bool HasChanges => Entries.Any(e => e.Action is not (ChangeAction.Unchanged or ChangeAction.Skipped));

    /// <summary>The plan to read: wave by wave how much is left as it is and what changes, field by field; then what should be known, and counts.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var wave in Entries.GroupBy(e => e.Action is ChangeAction.Deleted or ChangeAction.Skipped ? "prune" : $"wave {e.Wave}"))
        {
            var left = wave.Count(e => e.Action == ChangeAction.Unchanged);
            text.Append(wave.Key).Append(left == 0 ? "" : $": {left} unchanged").Append('\n');
            foreach (var entry in wave.Where(e => e.Action != ChangeAction.Unchanged))
            {
                text.Append("  ").Append(Sign(entry.Action)).Append(' ').Append(entry.Object).Append(entry.Reason.Length == 0 ? "" : $" ({entry.Reason})").Append('\n');
                foreach (var change in entry.Changes)
                {
                    text.Append("      ").Append(change).Append('\n');
                }
            }
        }

        foreach (var warning in Warnings)
        {
            text.Append("warning: ").Append(warning).Append('\n');
        }

        foreach (var problem in Problems)
        {
            text.Append("problem: ").Append(problem).Append('\n');
        }

        return text.Append(Summary()).Append('\n').ToString();
    }

    private string Summary()
    {
        var counts = Entries.GroupBy(e => e.Action).OrderBy(g => g.Key).Select(g => $"{g.Count()} {Verb(g.Key)}");
        return Entries.Count == 0 ? "nothing to do" : string.Join(", ", counts);
    }

    private static string Sign(ChangeAction action) => action switch
    {
        ChangeAction.Created => "+",
        ChangeAction.Updated => "~",
        ChangeAction.Recreated => "!",
        ChangeAction.Deleted => "-",
        _ => "=",
    };

    private static string Verb(ChangeAction action) => action switch
    {
        ChangeAction.Created => "to create",
        ChangeAction.Updated => "to update",
        ChangeAction.Recreated => "to recreate",
        ChangeAction.Deleted => "to delete",
        ChangeAction.Skipped => "skipped",
        _ => "unchanged",
    };
}
