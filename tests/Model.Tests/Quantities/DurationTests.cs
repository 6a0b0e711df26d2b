using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Model.Tests.Quantities;

public class DurationTests
{
    [Theory]
    [InlineData("90s", 90, "1m30s")]
    [InlineData("10m", 600, "10m")]
    [InlineData("1h30m", 5400, "1h30m")]
    [InlineData("24h", 86400, "24h")]
    public void A_duration_reads_and_writes(string text, int seconds, string shortest)
    {
        Duration.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromSeconds(seconds));
        Duration.Format(duration).ShouldBe(shortest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0s")]
    [InlineData("10")]
    [InlineData("10 m")]
    [InlineData("30m1h")]
    [InlineData("25h")]
    [InlineData("-5m")]
    public void Anything_else_is_refused(string text) => Duration.TryParse(text, out _).ShouldBeFalse();
}
