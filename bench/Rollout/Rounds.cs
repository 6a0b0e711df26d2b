namespace SiteBuilder.Bench.Rollout;

/// <summary>Values by what was measured, gathered over interleaved rounds.</summary>
internal sealed class Rounds
{
    private readonly Dictionary<string, List<double>> _values = new(StringComparer.Ordinal);

    public void Add(string what, double value)
    {
        if (!_values.TryGetValue(what, out var list)) _values[what] = list = [];
        list.Add(value);
    }

    /// <summary>Runs so many rounds. Whoever stops it has those that were done, if there is one.</summary>
    public static async Task RepeatAsync(int times, Func<int, Task> round, CancellationToken ct)
    {
        for (var run = 0; run < times; run++)
        {
            try
            {
                await round(run);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested && run > 0)
            {
                return;
            }
        }
    }

    /// <summary>Ours beside a peer's; null where ours was not measured. A peer without values is not on this machine.</summary>
    public Comparison? Compare(string title, string ours, string? peer = null, string? theirs = null, string unit = "s") => _values.TryGetValue(ours, out var left)
        ? new Comparison(title, left, peer, peer is null ? null : _values.GetValueOrDefault(theirs ?? peer) ?? [], unit)
        : null;
}
