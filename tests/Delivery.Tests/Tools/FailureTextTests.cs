using System.Net;
using Docker.DotNet;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Tests.Tools;

/// <summary>Whole messages: they are all that a person sees of a failure.</summary>
public sealed class FailureTextTests
{
    private const int NoSpace = 28;
    private const int ReadOnly = 30;

    [Fact]
    public void A_failed_step_speaks_for_itself_and_names_a_cause_only_where_it_says_more()
    {
        FailureText.Of("Publish", new StepFailedException("Publish", "image 'sites'", "gone", inner: new IOException("Broken pipe")))
            .ShouldBe($"Publish failed at image 'sites': gone{Environment.NewLine}  cause: Broken pipe");
        FailureText.Of("Publish", new StepFailedException("Publish", "image 'sites'", "refused", inner: new IOException("Cannot connect", new IOException("refused"))))
            .ShouldBe("Publish failed at image 'sites': refused");
    }

    [Fact]
    public void The_callers_mistake_is_told_with_the_stage()
    {
        FailureText.Of("BuildImages", new UsageException("Git is missing.")).ShouldBe("BuildImages: Git is missing.");
        FailureText.Of("Render", new EnvironmentFileException("There is no environment 'x'.")).ShouldBe("Render: There is no environment 'x'.");
    }

    [Fact]
    public void A_full_disk_is_told_with_the_file_that_found_no_room() =>
        Of(new IOException("No space left on device : '/data/blob'", NoSpace)).ShouldBe("""
            Publish failed at /data/blob: the disk is full
              expected: room for what this stage writes
              remedy: Free space on the disk of /data/blob, then run the same command again; what is finished is kept.
            """);

    [Fact]
    public void A_file_system_that_is_mounted_read_only_is_told_as_such() =>
        Of(new IOException("Read-only file system : '/srv/artifacts/images.json'", ReadOnly)).ShouldBe("""
            Publish failed at /srv/artifacts/images.json: the file system is mounted read-only
              expected: a place that can be written
              remedy: Mount it writable, or work in a copy that lies elsewhere.
            """);

    [Fact]
    public void A_folder_of_somebody_else_is_told_with_the_user() =>
        Of(new UnauthorizedAccessException("Access to the path '/srv/artifacts' is denied.")).ShouldBe($"""
            Publish failed at /srv/artifacts: Access to the path '/srv/artifacts' is denied.
              expected: a place that user '{Environment.UserName}' may write
              remedy: Give this user the right to it, or run as the user to whom it belongs.
            """);

    [Fact]
    public void A_full_disk_of_the_engine_is_told_with_the_command_that_shows_what_takes_it()
    {
        var text = Of(new DockerApiException(HttpStatusCode.InternalServerError, """{"message":"write /var/lib/docker: no space left on device"}"""));

        text.ShouldNotBeNull().ShouldStartWith("""
            Publish failed at this machine: Docker Engine answered 500: {"message":"write /var/lib/docker: no space left on device"}
              remedy: Free space on the disk of Docker Engine, then run the same command again; what is finished is kept. See what takes it: docker system df
            """);
    }

    [Fact]
    public void One_failure_inside_an_aggregate_is_that_failure() =>
        FailureText.Of("Test", new AggregateException(new UsageException("No engine."))).ShouldBe("Test: No engine.");

    [Fact]
    public void A_mistake_of_our_own_keeps_its_stack_trace() => Of(new InvalidOperationException("Sequence contains no elements")).ShouldBeNull();

    [Fact]
    public void A_stopped_stage_says_what_was_done_where_it_knows()
    {
        FailureText.OfStopped("Test", new IOException("Broken pipe")).ShouldBe("Test was stopped. What is finished is kept; run the same command again to go on from here.");
        FailureText.OfStopped("Deploy", new StoppedException("Deploy was stopped: 3 created.", new OperationCanceledException(), default)).ShouldBe("Deploy was stopped: 3 created.");
    }

    private static string? Of(Exception failure) => FailureText.Of("Publish", failure);
}
