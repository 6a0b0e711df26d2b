using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>Chooses the release that a rollback goes to.</summary>
internal static class RollbackTarget
{
    /// <summary>
    /// The revision that was asked for, else the last good one before what is there now. After a rollback to revision 3 that is one before 3, so that asking
    /// twice goes back twice and never returns to what was left behind.
    /// </summary>
    /// <param name="records">The newest first.</param>
    /// <exception cref="StepFailedException">There is none, it failed, or the data have moved on.</exception>
    public static ReleaseRecord Choose(string release, IReadOnlyList<ReleaseRecord> records, int? to)
    {
        if (records is not [var newest, ..])
        {
            throw Refused(release, "no revision is recorded", "look which releases there are: ./build.sh History");
        }

        var good = records.Where(record => record.Result == ReleaseRecord.Succeeded).ToList();
        var stands = Origin(newest, records);
        var target = to is null ? good.Find(record => record.Revision < stands) : records.FirstOrDefault(record => record.Revision == to);
        var choice = good.Count == 0 ? "no good revision is recorded" : $"good revisions: {string.Join(", ", good.Select(record => record.Revision))}";
        if (target is null)
        {
            throw Refused(release, to is null ? $"there is no good revision before revision {stands}" : $"there is no revision {to}", $"name one with --to; {choice}");
        }

        // it never stood: its objects may be the very reason
        if (target.Result != ReleaseRecord.Succeeded)
        {
            throw Refused(release, $"revision {target.Revision} failed, and a rollback ends only where the release has stood before", $"roll its commit or manifests out again if the reason is gone, or choose another with --to; {choice}");
        }

        return Migrations.ReasonNotToGoBack(target, newest.Contracts) is { } reason
            ? throw Refused(release, reason, "go forward: roll out a release that fits the data, or restore the data from a backup and roll out what fits it")
            : target;
    }

    /// <summary>The revision whose objects a record has, through any number of rollbacks.</summary>
    private static int Origin(ReleaseRecord record, IReadOnlyList<ReleaseRecord> records) =>
        record.RollbackTo is not { } to ? record.Revision : records.FirstOrDefault(r => r.Revision == to) is { } source ? Origin(source, records) : to;

    private static StepFailedException Refused(string release, string found, string remedy) => new("Rollback", $"release {release}", found, null, remedy);
}
