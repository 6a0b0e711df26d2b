namespace SiteBuilder.Sandbox.Controllers;

/// <summary>
/// What client-go does to events before it sends them. Many of one reason about one object are told in one event ("combined from similar
/// events"), and who tells too much about one object is not heard any more.
/// </summary>
internal sealed class EventCorrelation(TimeProvider time)
{
    private const int MaxSimilar = 10;
    private const double Burst = 25;
    /// <summary>A real client remembers 4096; here some ten of them share one process, and a kilobyte each would be a third of its memory.</summary>
    public const int MaxRemembered = 512;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Similar> _similar = [];
    private readonly Dictionary<string, Allowance> _allowances = [];

    /// <summary>Whether this message is one of too many similar ones, and told together with them.</summary>
    /// <param name="group">What similar events share: all but their message.</param>
    public bool IsCombined(string group, string message)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (!_similar.TryGetValue(group, out Similar? similar) || now - similar.Last > Interval)
        {
            Forget(_similar);
            _similar[group] = similar = new Similar();
        }

        similar.Last = now;
        similar.Messages.Add(message);
        if (similar.Messages.Count < MaxSimilar)
        {
            return false;
        }

        similar.Messages.Remove(similar.Messages.First());
        return true;
    }

    /// <summary>Takes one event from the object's allowance: 25 at once, then one in five minutes.</summary>
    public bool IsAllowed(string about)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (!_allowances.TryGetValue(about, out Allowance allowance))
        {
            Forget(_allowances);
            allowance = new Allowance(Burst, now);
        }

        double left = Math.Min(Burst, allowance.Left + ((now - allowance.At) / Refill));
        _allowances[about] = new Allowance(left >= 1 ? left - 1 : left, now);
        return left >= 1;
    }

    private static void Forget<T>(Dictionary<string, T> remembered)
    {
        if (remembered.Count >= MaxRemembered)
        {
            remembered.Clear();
        }
    }

    private sealed class Similar
    {
        public DateTimeOffset Last { get; set; }

        public HashSet<string> Messages { get; } = [];
    }

    private readonly record struct Allowance(double Left, DateTimeOffset At);
}
