using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class JobEndTests
{
    private const string Running = """{"kind":"Job","metadata":{"uid":"j1"},"status":{"active":1}}""";

    [Theory]
    [InlineData("Completed", "Job completed", "Ready: finished and removed")]
    [InlineData("BackoffLimitExceeded", "Job has reached the specified backoff limit", "Failed: BackoffLimitExceeded: Job has reached the specified backoff limit")]
    [InlineData("SuccessfulCreate", "Created pod: migrate-x", "")]
    public void Job_that_was_removed_ended_as_its_events_say(string reason, string message, string expected)
    {
        var end = JobEnd.Of(Json.Of(Running), [Json.Of($$$"""{"involvedObject":{"uid":"j1"},"reason":"{{{reason}}}","message":"{{{message}}}"}""")]);

        (end is null ? "" : $"{end.Readiness}: {end.Reason}").ShouldBe(expected);
    }
}
