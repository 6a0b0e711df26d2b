using Microsoft.Extensions.Time.Testing;

namespace SiteBuilder.Sandbox.Tests.Runtime;

internal static class Clocks
{
    /// <summary>Moves the clock by steps until what waits for it has come: it may set its timer a moment later than the clock moves.</summary>
    public static async Task UntilNext(this SemaphoreSlim came, FakeTimeProvider time, TimeSpan step)
    {
        do
        {
            time.Advance(step);
        }
        while (!await came.WaitAsync(TimeSpan.FromMilliseconds(100)));
    }
}
