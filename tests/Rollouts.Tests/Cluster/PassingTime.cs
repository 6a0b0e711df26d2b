using Microsoft.Extensions.Time.Testing;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>Lets a fake clock go on only while somebody may be waiting for it: a busy machine makes a test slower and never ends it otherwise.</summary>
internal static class PassingTime
{
    private const int WorkPerStep = 3;
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public static Task PassAsync(this FakeTimeProvider time, Task until) => time.PassUntilAsync(() => Task.FromResult(until.IsCompleted));

    public static async Task PassUntilAsync(this FakeTimeProvider time, Func<Task<bool>> until)
    {
        while (!await until())
        {
            time.Advance(s_step);
            await Task.Delay(s_pause, TestContext.Current.CancellationToken);
            for (var i = 0; i < WorkPerStep; i++)
            {
                await Task.Run(() => { });
            }
        }
    }
}
