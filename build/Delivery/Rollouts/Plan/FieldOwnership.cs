using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>What is done about fields that others have set: the policy of the environment.</summary>
/// <param name="Desired">The object as it is to be applied.</param>
/// <param name="Notes">What is told about it, a line each.</param>
/// <param name="Problem">Why it is not applied; null where it may be.</param>
internal sealed record FieldOwnership(JsonObject Desired, IReadOnlyList<string> Notes, string? Problem)
{
    public static FieldOwnership Decide(JsonObject desired, JsonObject live, DriftPolicy policy)
    {
        var fields = ForeignFields.Of(desired, live);
        var drift = fields.All.Where(f => !f.LeftAlone).ToList();
        if (fields.All.Count == 0)
        {
            return new FieldOwnership(desired, [], null);
        }

        var key = ObjectKey.Of(desired);
        return policy switch
        {
            DriftPolicy.Keep => new FieldOwnership(fields.Without(_ => true), [.. drift.Select(f => $"{f.Path} is {f.Theirs} by {f.Manager} and is kept; the release says {f.Ours}")], null),
            DriftPolicy.TakeBack => new FieldOwnership(fields.Without(f => f.LeftAlone), [.. drift.Select(f => $"{f.Path} is {f.Theirs} by {f.Manager} and is taken back to {f.Ours}")], null),
            _ => new FieldOwnership(fields.Without(f => f.LeftAlone), [], drift.Count == 0 ? null : RefusalText.Owned(key, drift.Select(f => $"{f.Path} (owned by {f.Manager})"))),
        };
    }
}
