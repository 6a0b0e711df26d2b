using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Apply;

/// <summary>Notes what becomes of every object and tells it on. Safe to use from many threads.</summary>
internal sealed class RolloutLedger(TimeProvider time, IProgress<RolloutEvent>? progress)
{
    private const string FailedStatus = "Failed";
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly List<ObjectKey> _order = [];
    private readonly Dictionary<ObjectKey, (RolloutEntry Entry, long Since)> _entries = [];
    private readonly Dictionary<ObjectKey, string> _uids = [];
    private readonly HashSet<ObjectKey> _written = [];
    private readonly HashSet<ObjectKey> _waitedFor = [];

    public IReadOnlyList<RolloutEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _order.Select(key => _entries[key].Entry)];
            }
        }
    }

    /// <summary>Objects that were written, in any order.</summary>
    public IReadOnlyList<ObjectKey> Written
    {
        get
        {
            lock (_lock)
            {
                return [.. _order.Where(_written.Contains)];
            }
        }
    }

    public string? Uid(ObjectKey key)
    {
        lock (_lock)
        {
            return _uids.GetValueOrDefault(key);
        }
    }

    public ChangeAction? ActionOf(ObjectKey key)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(key, out var entry) ? entry.Entry.Action : null;
        }
    }

    /// <summary>Whether the object is as it was desired: written, or found so.</summary>
    public bool IsApplied(ObjectKey key)
    {
        lock (_lock)
        {
            return _written.Contains(key) || (_entries.TryGetValue(key, out var entry) && entry.Entry.Action == ChangeAction.Unchanged);
        }
    }

    /// <summary>Whether the object could not be written, or did not become ready.</summary>
    public bool HasFailed(ObjectKey key)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(key, out var entry) && entry.Entry.Status == FailedStatus;
        }
    }

    /// <summary>Forgets everything: nothing of it is left.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _order.Clear();
            _entries.Clear();
            _uids.Clear();
            _written.Clear();
            _waitedFor.Clear();
        }
    }

    /// <summary>An empty one that tells the same listener.</summary>
    public RolloutLedger Another() => new(time, progress);

    /// <summary>Lists the planned changes, none of them begun.</summary>
    public void Plan(IEnumerable<Change> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
            {
                _order.Add(change.Key);
                _entries[change.Key] = (new RolloutEntry(change.Key.ToString(), change.Action, "Pending", change.Reason, TimeSpan.Zero), time.GetTimestamp());
                if (change.Live is { } live && change.Action != ChangeAction.Recreated && change.Regrown is null)
                {
                    _uids[change.Key] = live.Uid();
                }
            }
        }
    }

    /// <summary>The write begins.</summary>
    public void Begin(ObjectKey key) => Set(key, e => e, restart: true);

    /// <summary>The write is done.</summary>
    public void Wrote(Change change, string? uid)
    {
        lock (_lock)
        {
            _written.Add(change.Key);
            if (uid is not null)
            {
                _uids[change.Key] = uid;
            }
        }

        var gone = change.Action == ChangeAction.Deleted;
        Set(change.Key, e => e with { Status = gone ? "Gone" : "InProgress" });
        Say(change.Key, change.Action.ToString().ToLowerInvariant());
    }

    /// <summary>The status has changed. What is ready as soon as it is written is not told apart from the write.</summary>
    public void Report(ObjectKey key, ObjectStatus status)
    {
        var before = Set(key, e => e with { Status = status.Readiness.ToString(), Reason = status.Reason.Length > 0 || e.Action is not (ChangeAction.Recreated or ChangeAction.Skipped) ? status.Reason : e.Reason });
        if (before is not { } known || (known.Status, known.Reason) == (status.Readiness.ToString(), status.Reason))
        {
            return;
        }

        var ready = status.Readiness == Readiness.Ready;
        bool isNews;
        lock (_lock)
        {
            isNews = !ready || _waitedFor.Remove(key) || (status.Reason.Length > 0 && known.Action != ChangeAction.Unchanged);
            if (!ready)
            {
                _waitedFor.Add(key);
            }
        }

        if (isNews)
        {
            Say(key, status.Reason.Length > 0 ? status.Reason : ready ? "ready" : status.Readiness.ToString());
        }
    }

    /// <summary>The object could not be written, or will not become ready.</summary>
    public void Fail(ObjectKey key, string reason) => Set(key, e => e with { Status = FailedStatus, Reason = reason });

    /// <summary>Tells about one object, or about the whole.</summary>
    public void Say(ObjectKey? key, string text) => progress?.Report(new RolloutEvent(key?.ToString(), text, time.GetElapsedTime(_start)));

    /// <summary>In one line: <c>3 created, 1 updated; 4 not begun</c>.</summary>
    public string Summary()
    {
        lock (_lock)
        {
            var done = _order.Where(_written.Contains).GroupBy(k => _entries[k].Entry.Action).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}").ToList();
            var open = _order.Count(k => !_written.Contains(k) && _entries[k].Entry is { Status: "Pending", Action: not (ChangeAction.Unchanged or ChangeAction.Skipped) });
            return (done.Count == 0 ? "nothing was written" : string.Join(", ", done)) + (open == 0 ? "" : $"; {open} not begun");
        }
    }

    private RolloutEntry? Set(ObjectKey key, Func<RolloutEntry, RolloutEntry> change, bool restart = false)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var found))
            {
                return null;
            }

            var since = restart ? time.GetTimestamp() : found.Since;
            _entries[key] = (change(found.Entry) with { Elapsed = time.GetElapsedTime(since) }, since);
            return found.Entry;
        }
    }
}
