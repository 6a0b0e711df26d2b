using Microsoft.Extensions.Time.Testing;
using SiteBuilder.Delivery.Rollouts.Watching;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class WatchClockTests
{
    [Theory]
    [InlineData(10, 4, 4)]
    [InlineData(10, 11, 11)]
    [InlineData(10, 600, 12)]
    public void Time_in_which_nobody_could_look_does_not_count(int planned, int passed, int counted)
    {
        var time = new FakeTimeProvider();
        var clock = new WatchClock(time);
        var begin = clock.Now;

        using (clock.Sleep(TimeSpan.FromSeconds(planned)))
        {
            time.Advance(TimeSpan.FromSeconds(passed));
        }

        time.GetElapsedTime(begin, clock.Now).ShouldBe(TimeSpan.FromSeconds(counted));
    }
}
