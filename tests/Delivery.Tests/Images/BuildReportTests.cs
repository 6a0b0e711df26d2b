using SiteBuilder.Delivery.Images;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Tests.Images;

public sealed class BuildReportTests
{
    [Fact]
    public void Each_cause_is_said_once_and_images_above_a_failed_one_are_no_failures()
    {
        var report = Report(
            Failed("debian", "mmdebstrap ended with exit code 25", "Check the package sources."),
            new BuiltImage(new ImageName("postgres"), ImageOutcome.Blocked, TimeSpan.Zero, true) { Error = "image 'debian' below it failed" },
            Failed("sites", "the disk is full", "Free space."),
            Failed("storefront", "the disk is full", "Free space."));

        Should.Throw<StepFailedException>(report.ThrowIfFailed).Message.ShouldBe($"""
            BuildImages failed at image 'debian', 'sites', 'storefront': 
              'debian': mmdebstrap ended with exit code 25
              'sites', 'storefront': the disk is full
              expected: all images build
              remedy: Check the package sources.
                      Free space.
            """);
    }

    [Fact]
    public void One_cause_is_thrown_as_it_is()
    {
        var failed = Failed("sites", "publish failed", null);

        Should.Throw<StepFailedException>(Report(failed).ThrowIfFailed).ShouldBeSameAs(failed.Failure);
    }

    [Fact]
    public void A_report_without_failures_throws_nothing() =>
        Should.NotThrow(Report(new BuiltImage(new ImageName("sites"), ImageOutcome.Built, TimeSpan.Zero, true)).ThrowIfFailed);

    private static BuildReport Report(params BuiltImage[] images) => new(images, TimeSpan.Zero);

    private static BuiltImage Failed(string name, string found, string? remedy)
    {
        var failure = new StepFailedException("BuildImages", $"image '{name}'", found, null, remedy);
        return new BuiltImage(new ImageName(name), ImageOutcome.Failed, TimeSpan.Zero, true) { Error = failure.Message, Failure = failure };
    }
}
