using Microsoft.Extensions.Time.Testing;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>
/// A clock that goes as fast as the machine follows: before each step it waits until what the thread pool had to do is done. So a busy machine
/// makes a test slower, and never makes a grace pass in which nothing could happen.
/// </summary>
internal sealed class HeldTime : IDisposable
{
    private const int WorkPerStep = 3;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(12);
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly Thread _hand;
    private volatile bool _ended;

    public HeldTime()
    {
        _hand = new Thread(Go) { IsBackground = true, Name = "held time" };
        _hand.Start();
    }

    public TimeProvider Provider => _time;

    public void Dispose()
    {
        _ended = true;
        _hand.Join();
    }

    private void Go()
    {
        while (!_ended)
        {
            for (var i = 0; i < WorkPerStep; i++)
            {
                using var done = new ManualResetEventSlim();
                ThreadPool.QueueUserWorkItem(_ => done.Set());
                done.Wait();
            }

            Thread.Sleep(Pause);
            _time.Advance(Step);
        }
    }
}
