using SiteBuilder.Delivery.Reports;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Reports;

public sealed class ReportFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_report_comes_back_as_it_was_written()
    {
        ReportFile.Write(_folder.At("artifacts", "stage.json"), new StageReport("Test", TimeSpan.FromSeconds(2), "3 passed", true));

        ReportFile.Read<StageReport>(_folder.At("artifacts", "stage.json"), "Test").ShouldBe(new StageReport("Test", TimeSpan.FromSeconds(2), "3 passed", true));
    }

    [Fact]
    public void A_missing_report_names_the_target_that_writes_it() =>
        Should.Throw<UsageException>(() => ReportFile.Read<StageReport>("/nowhere/images.json", "BuildImages"))
            .Message.ShouldBe("There is no /nowhere/images.json. Run ./build.sh BuildImages first.");

    [Fact]
    public void A_broken_report_names_the_target_that_writes_it()
    {
        var file = _folder.Write("images.json", "null");

        Should.Throw<UsageException>(() => ReportFile.Read<StageReport>(file, "BuildImages"))
            .Message.ShouldBe($"{file} is no report of BuildImages: It is empty. Run ./build.sh BuildImages again.");
    }

    public void Dispose() => _folder.Dispose();
}
