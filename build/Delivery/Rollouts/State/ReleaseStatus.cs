using System.Globalization;
using System.Text;
using SiteBuilder.Delivery.Rollouts.Record;

namespace SiteBuilder.Delivery.Rollouts.State;

/// <summary>How a release stands.</summary>
public sealed record ReleaseStatus
{
    /// <summary>Name of the release.</summary>
    public required string Release { get; init; }

    /// <summary>Its newest revision.</summary>
    public required int Revision { get; init; }

    /// <summary><c>succeeded</c> or <c>failed</c>.</summary>
    public required string Result { get; init; }

    /// <summary>The revision that it went back to; null where it went forward.</summary>
    public int? RollbackTo { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset When { get; init; }

    /// <summary>Who started it, from which commit, in which run.</summary>
    public required RolloutOrigin Origin { get; init; }

    /// <summary>Every object of the revision.</summary>
    public required IReadOnlyList<ObjectState> Objects { get; init; }

    /// <summary>What keeps the release from being rolled out again as it is.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Whether all is ready, and as the release has set it.</summary>
    public bool IsFine => Result == ReleaseRecord.Succeeded && Problems.Count == 0 && Objects.All(item => item.Condition == ObjectCondition.Ready && item.Drift.Count == 0);

    /// <summary>To read: what it is, every object, what has drifted, counts.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"revision {Revision}, {Result}{(RollbackTo is { } to ? $", back to {to}" : "")}, {When.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by {Origin.Who}{(Origin.ShortCommit() is { } commit ? $", commit {commit}" : "")}\n");
        foreach (var item in Objects)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Word(item.Condition),-11}  {item.Object}{(item.Reason.Length == 0 ? "" : $": {item.Reason}")}\n").AppendJoin("", item.Drift.Select(field => $"                 drift {field}\n"));
        }

        foreach (var problem in Problems)
        {
            text.Append("problem: ").Append(problem).Append('\n');
        }

        var drifted = Objects.Count(item => item.Drift.Count > 0);
        return text.AppendJoin(", ", Objects.GroupBy(item => item.Condition).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Word(group.Key)}").Append(drifted == 0 ? "no drift" : $"{drifted} drifted")).Append('\n').ToString();
    }

    private static string Word(ObjectCondition condition) => condition.ToString().ToLowerInvariant();
}
