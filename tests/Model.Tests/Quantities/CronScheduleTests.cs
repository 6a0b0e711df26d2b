using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Model.Tests.Quantities;

public class CronScheduleTests
{
    [Theory]
    [InlineData("0 2 * * *")]
    [InlineData("*/15 0-6,22 1,15 jan-mar sun")]
    [InlineData("5/20 */2 * 12 mon-fri")]
    [InlineData("59 23 31 1-12/2 0-6")]
    [InlineData("0 0 29 2 *")]
    [InlineData("0 0 31 2 1")]
    public void What_a_CronJob_can_run_by_is_taken(string schedule) => CronSchedule.IsValid(schedule).ShouldBeTrue();

    [Theory]
    [InlineData("99 99 99 99 99")]
    [InlineData("60 0 * * *")]
    [InlineData("0 24 * * *")]
    [InlineData("0 0 0 * *")]
    [InlineData("0 0 * 13 *")]
    [InlineData("0 0 * * 7")]
    [InlineData("0 0 * * monday")]
    [InlineData("jan 0 * * *")]
    [InlineData("5-1 0 * * *")]
    [InlineData("*/0 0 * * *")]
    [InlineData("*/5/5 0 * * *")]
    [InlineData("1-2-3 0 * * *")]
    [InlineData("1, 0 * * *")]
    [InlineData("-1 0 * * *")]
    [InlineData("0 0  * * *")]
    [InlineData("0 0 * *")]
    [InlineData("0 0 * * * *")]
    [InlineData("@daily")]
    [InlineData("")]
    [InlineData("0 0 31 2 *")]
    [InlineData("0 0 31 4,6 *")]
    public void What_none_can_or_what_never_comes_is_refused(string schedule) => CronSchedule.IsValid(schedule).ShouldBeFalse();
}
