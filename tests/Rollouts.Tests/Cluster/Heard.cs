using SiteBuilder.Delivery.Rollouts;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>Keeps what a rollout tells, in its order, and lets a test act on it.</summary>
internal sealed class Heard(Action<string>? then = null) : IProgress<RolloutEvent>
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public void Report(RolloutEvent value)
    {
        var line = value.Object is null ? value.Text : $"{value.Object}: {value.Text}";
        lock (_lines)
        {
            _lines.Add(line);
        }

        then?.Invoke(line);
    }
}
