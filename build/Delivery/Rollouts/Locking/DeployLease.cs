using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Locking;

/// <summary>
/// One deploy per release at a time: a Lease that is renewed while the deploy lives and given back when it ends. Another takes it only where it has seen it
/// unchanged for its whole time. So whoever was cut off for longer has to look before it writes again (<see cref="EnsureHeld"/>), and goes on where nobody came.
/// </summary>
/// <param name="supersedes">Whether it asks an older deploy that only waits to give way, and gives way to a later one.</param>
internal sealed partial class DeployLease(ClusterClient client, string release, string holder, TimeProvider time, bool supersedes = false) : IAsyncDisposable
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.ffffffZ";
    private static readonly TimeSpan ReleaseTime = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _heartbeat = Task.CompletedTask;
    private JsonObject? _held;
    private JsonObject? _seen;
    private bool _hasLooked;
    private bool _reachedFor;

    /// <summary>Fires when somebody else has had the Lease since; see <see cref="WhyLost"/>. An outage alone loses nothing.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Who holds the Lease while we wait; null where we do not wait.</summary>
    public string? WaitsFor { get; private set; }

    /// <summary>Whether the Lease itself goes when it is given back: its release is gone. Default: false.</summary>
    public bool IsRemovedAtEnd { get; set; }

    /// <summary>
    /// Whether the Lease is there and nobody holds it. What is read from then on is as good as read under it, if <see cref="IsStillFreeAsync"/> or
    /// <see cref="AcquireAsync"/> says afterwards that nobody had it in between: each who takes it and gives it back leaves another version.
    /// </summary>
    public async Task<bool> IsFreeAsync(CancellationToken ct)
    {
        try
        {
            _seen = await FindAsync(ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e) when (e.Code == 403)
        {
            // told where it is to be taken, with all else that is missing
            return false;
        }

        _hasLooked = true;
        return _seen is not null && IsFree(_seen, TimeSpan.Zero);
    }

    /// <summary>Whether nobody has had the Lease since <see cref="IsFreeAsync"/>.</summary>
    public async Task<bool> IsStillFreeAsync(CancellationToken ct) => await FindAsync(ct).ConfigureAwait(false) is { } live && live.ResourceVersion() == _seen?.ResourceVersion();

    /// <summary>Waits until the Lease is ours.</summary>
    /// <param name="waiting">Is told who holds it, once per holder.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>True when nobody has had it since <see cref="IsFreeAsync"/> found it free.</returns>
    public async Task<bool> AcquireAsync(Action<string> waiting, CancellationToken ct)
    {
        string seenVersion = "", seenHolder = "";
        var seenAt = time.GetTimestamp();
        while (true)
        {
            var asSeen = _hasLooked;
            var live = asSeen ? _seen : await FindAsync(ct).ConfigureAwait(false);
            _hasLooked = false;
            if (live is not null && live.ResourceVersion() != seenVersion)
            {
                seenVersion = live.ResourceVersion();
                seenAt = time.GetTimestamp();
            }

            if (live is not null && IsOurs(live))
            {
                // taken, but the answer was lost on its way
                Hold(live);
                return false;
            }

            await LookForLaterAsync(live).ConfigureAwait(false);
            _superseded.Token.ThrowIfCancellationRequested();
            if (live is null || IsFree(live, time.GetElapsedTime(seenAt)))
            {
                _reachedFor = true;
                Interlocked.Exchange(ref _renewed, time.GetTimestamp());
                if (await TakeAsync(live, ct).ConfigureAwait(false) is { } taken)
                {
                    Hold(taken);
                    return asSeen && live is not null;
                }

                continue;
            }

            var other = live.Text("spec", "holderIdentity") ?? "";
            if (other != seenHolder)
            {
                WaitsFor = seenHolder = other;
                waiting(other);
            }

            await AskAsync(ct).ConfigureAwait(false);

            await Task.Delay(LeaseTimes.Look, time, ct).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether nobody holds the Lease, or its holder is dead: it has not changed before our own eyes for longer than its time. What clocks say does not
    /// count: one of two machines may be an hour off, or be set in between.
    /// </summary>
    internal static bool IsFree(JsonObject lease, TimeSpan unchangedFor)
    {
        var duration = int.TryParse(lease.Text("spec", "leaseDurationSeconds"), out var seconds) ? TimeSpan.FromSeconds(seconds) : LeaseTimes.Duration;
        return lease.Text("spec", "holderIdentity") is not { Length: > 0 } || unchangedFor > duration;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _heartbeat.ConfigureAwait(false);
        await TakeBackAskingAsync().ConfigureAwait(false);
        if (_reachedFor && !_lost.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(ReleaseTime, time);
            try
            {
                // cancelled while it was taken, we may have it without knowing
                var held = _held ?? await FindAsync(limit.Token).ConfigureAwait(false);
                if (held is not null && IsOurs(held))
                {
                    await GiveBackAsync(held, limit.Token).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is ApiRefusedException or HttpRequestException or IOException or JsonException or OperationCanceledException)
            {
                // it expires by itself
            }
        }

        _lost.Dispose();
        _superseded.Dispose();
        _stop.Dispose();
    }

    private Task GiveBackAsync(JsonObject held, CancellationToken ct)
    {
        if (IsRemovedAtEnd)
        {
            // while it is ours, nobody else can have taken it
            return client.DeleteAsync(CoreResources.Lease, RolloutNames.SystemNamespace, RolloutNames.Lease(release), held.Uid(), ClusterClient.Background, ct);
        }

        var free = held.Copy();
        ((JsonObject)free["spec"]!)["holderIdentity"] = "";
        return client.ReplaceAsync(CoreResources.Lease, free, ct);
    }

    private void Hold(JsonObject lease)
    {
        _held = lease;
        WaitsFor = null;
        _heartbeat = Task.Run(() => BeatAsync(_stop.Token), CancellationToken.None);
    }

    private Task<JsonObject?> FindAsync(CancellationToken ct) => client.FindAsync(CoreResources.Lease, RolloutNames.SystemNamespace, RolloutNames.Lease(release), ct);

    private bool IsOurs(JsonObject lease) => lease.Text("spec", "holderIdentity") == holder;

    /// <summary>The Lease as it was taken; null where it has to be looked at again.</summary>
    private async Task<JsonObject?> TakeAsync(JsonObject? live, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        var transitions = int.TryParse(live.Text("spec", "leaseTransitions"), out var count) ? count : 0;
        var lease = live?.Copy() ?? new JsonObject
        {
            ["apiVersion"] = CoreResources.Lease.ApiVersion,
            ["kind"] = CoreResources.Lease.Kind,
            ["metadata"] = new JsonObject { ["name"] = RolloutNames.Lease(release), ["namespace"] = RolloutNames.SystemNamespace },
        };
        lease["spec"] = new JsonObject
        {
            ["holderIdentity"] = holder,
            ["leaseDurationSeconds"] = (int)LeaseTimes.Duration.TotalSeconds,
            ["acquireTime"] = now,
            ["renewTime"] = now,
            ["leaseTransitions"] = transitions + 1,
        };
        (lease.At("metadata", "annotations") as JsonObject)?.Remove(RolloutNames.LaterAnnotation);
        try
        {
            return live is null
                ? await client.CreateAsync(CoreResources.Lease, lease, ct).ConfigureAwait(false)
                : await client.ReplaceAsync(CoreResources.Lease, lease, ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e) when (e.Code == 409)
        {
            // another was faster, or we were and did not hear of it
            return null;
        }
        catch (ApiRefusedException e) when (e.Code == 404 && live is null)
        {
            await MakeNamespaceAsync(ct).ConfigureAwait(false);
            return null;
        }
    }

    private async Task MakeNamespaceAsync(CancellationToken ct)
    {
        try
        {
            await client.CreateAsync(
                CoreResources.Namespace,
                new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "Namespace",
                    ["metadata"] = new JsonObject { ["name"] = RolloutNames.SystemNamespace, ["labels"] = new JsonObject { [RolloutNames.ManagedByLabel] = RolloutNames.FieldManager } },
                },
                ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e) when (e.Code == 409)
        {
            // another was faster
        }
    }
}
