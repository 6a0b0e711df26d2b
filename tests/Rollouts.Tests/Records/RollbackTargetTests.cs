using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Record;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Rollouts.Tests.Records;

public sealed class RollbackTargetTests
{
    [Fact]
    public void Without_a_revision_it_is_the_last_good_one_before_the_present() => Choose(null, Good(4), Bad(3), Good(2), Good(1)).ShouldBe(2);

    [Fact]
    public void After_a_failure_it_is_the_last_good_one() => Choose(null, Bad(4), Good(3), Good(2)).ShouldBe(3);

    [Fact]
    public void After_a_rollback_it_goes_on_backwards_and_never_returns_to_what_was_left_behind() =>
        Choose(null, Good(5) with { RollbackTo = 4 }, Good(4) with { RollbackTo = 2 }, Good(3), Good(2), Good(1)).ShouldBe(1);

    [Fact]
    public void Any_good_revision_can_be_named_the_present_one_too()
    {
        Choose(1, Good(3), Good(2), Good(1)).ShouldBe(1);
        Choose(3, Good(3), Good(2), Good(1)).ShouldBe(3);
    }

    [Fact]
    public void What_cannot_be_gone_back_to_is_refused_with_the_choice_there_is()
    {
        Refused(null).ShouldBe("Rollback failed at release web: no revision is recorded\n  remedy: look which releases there are: ./build.sh History");
        Refused(null, Good(1)).ShouldBe("Rollback failed at release web: there is no good revision before revision 1\n  remedy: name one with --to; good revisions: 1");
        Refused(null, Bad(2), Bad(1)).ShouldBe("Rollback failed at release web: there is no good revision before revision 2\n  remedy: name one with --to; no good revision is recorded");
        Refused(7, Good(3), Bad(2), Good(1)).ShouldBe("Rollback failed at release web: there is no revision 7\n  remedy: name one with --to; good revisions: 3, 1");
        Refused(2, Good(3), Bad(2), Good(1)).ShouldBe("Rollback failed at release web: revision 2 failed, and a rollback ends only where the release has stood before\n  remedy: roll its commit or manifests out again if the reason is gone, or choose another with --to; good revisions: 3, 1");
    }

    [Fact]
    public void No_rollback_goes_behind_a_contract_migration_that_has_run()
    {
        RanContract first = new("drop-titles", "Job shop/migrate", 2), second = new("drop-names", "Job shop/migrate", 4);
        ReleaseRecord[] records = [Good(5) with { Contracts = [first, second] }, Bad(4) with { Contracts = [first, second] }, Good(3) with { Contracts = [first] }, Good(2) with { Contracts = [first] }, Good(1)];

        Refused(3, records).ShouldBe("""
            Rollback failed at release web: contract migration drop-names (Job shop/migrate, revision 4) ran after revision 3, which no longer fits the data (annotation sitebuilder.dev/contract)
              remedy: go forward: roll out a release that fits the data, or restore the data from a backup and roll out what fits it
            """);
        Refused(1, records).ShouldContain("contract migrations drop-titles (Job shop/migrate, revision 2), drop-names (Job shop/migrate, revision 4) ran after revision 1");
        Choose(2, records[2..]).ShouldBe(2);
    }

    private static int Choose(int? to, params ReleaseRecord[] records) => RollbackTarget.Choose("web", records, to).Revision;

    private static string Refused(int? to, params ReleaseRecord[] records) => Should.Throw<StepFailedException>(() => RollbackTarget.Choose("web", records, to)).Message;

    private static ReleaseRecord Good(int revision) => new()
    {
        Release = "web",
        Revision = revision,
        Result = ReleaseRecord.Succeeded,
        When = DateTimeOffset.UnixEpoch,
        Origin = new RolloutOrigin("tester", null, null),
        Images = new Dictionary<string, string>(),
        Objects = [],
    };

    private static ReleaseRecord Bad(int revision) => Good(revision) with { Result = ReleaseRecord.Failed };
}
