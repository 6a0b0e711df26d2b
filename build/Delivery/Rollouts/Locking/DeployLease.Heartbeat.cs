using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Locking;

internal sealed partial class DeployLease
{
    /// <summary>When the last write that made or kept the Lease ours was sent.</summary>
    private long _renewed;

    /// <summary>What stood against renewing it the last time.</summary>
    private volatile string _trouble = "";

    /// <summary>Why it is lost; null while it is not.</summary>
    public string? WhyLost { get; private set; }

    /// <summary>Nobody can take it before it has stood unchanged for its time; afterwards only a look tells.</summary>
    private bool IsOverdue => time.GetElapsedTime(Interlocked.Read(ref _renewed)) > LeaseTimes.Duration;

    /// <summary>
    /// Throws what passes while nobody knows whether the Lease is still ours: it is tried again as if the API server were away, which it is. After an outage the
    /// first thing that succeeds is thereby the look at the Lease, and only then a write.
    /// </summary>
    /// <exception cref="HttpRequestException">It is too long that it was renewed.</exception>
    public void EnsureHeld()
    {
        if (_held is not null && IsOverdue)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"the lock has not been renewed for {LeaseTimes.Duration.TotalSeconds:0} s{_trouble}");
        }
    }

    /// <summary>
    /// Tries until it is renewed, however long that takes: it is written only as we have left it, so nobody can have had it meanwhile. False where somebody
    /// has, or where it may no longer be written.
    /// </summary>
    private async Task<bool> RenewAsync(CancellationToken ct)
    {
        var isKnown = true;
        while (true)
        {
            using var late = new CancellationTokenSource(LeaseTimes.Duration - LeaseTimes.Heartbeat, time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
            try
            {
                if (!isKnown)
                {
                    var live = await FindAsync(limit.Token).ConfigureAwait(false);
                    if (live is null || !IsOurs(live))
                    {
                        WhyLost = live is null ? "it was deleted" : live.Text("spec", "holderIdentity") is { Length: > 0 } other ? $"{other} has taken it" : "another has taken it, and given it back";
                        return false;
                    }

                    _held = live;
                }

                var sent = time.GetTimestamp();
                var next = _held!.Copy();
                ((JsonObject)next["spec"]!)["renewTime"] = time.GetUtcNow().UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
                _held = await client.ReplaceAsync(CoreResources.Lease, next, limit.Token).ConfigureAwait(false);
                Interlocked.Exchange(ref _renewed, sent);
                await LookForLaterAsync(_held).ConfigureAwait(false);
                return true;
            }
            catch (ApiRefusedException e) when (e.Code is 404 or 409)
            {
                // an answer may have been lost: the Lease tells whose it is
                isKnown = false;
            }
            catch (ApiRefusedException e) when (e.IsFinal && IsOverdue)
            {
                WhyLost = $"it can no longer be renewed: {e.Code} {e.Reason}: {e.Message}";
                return false;
            }
            catch (Exception e) when (e is ApiRefusedException or HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                _trouble = $": {(e is OperationCanceledException ? "no answer" : e.GetBaseException().Message)}";
                await Task.Delay(LeaseTimes.Look, time, ct).ConfigureAwait(false);
            }
        }
    }

    private async Task BeatAsync(CancellationToken ct)
    {
        try
        {
            do
            {
                await Task.Delay(LeaseTimes.Heartbeat, time, ct).ConfigureAwait(false);
            }
            while (await RenewAsync(ct).ConfigureAwait(false));
            await _lost.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // the deploy has ended
        }
    }
}
