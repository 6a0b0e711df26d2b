using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Locking;

internal sealed partial class DeployLease
{
    /// <summary>Tries until it is renewed or the token ends it; false where somebody else has it.</summary>
    private async Task<bool> RenewAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var next = _held!.Copy();
                ((JsonObject)next["spec"]!)["renewTime"] = time.GetUtcNow().UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
                _held = await client.ReplaceAsync(CoreResources.Lease, next, ct).ConfigureAwait(false);
                await LookForLaterAsync(_held).ConfigureAwait(false);
                return true;
            }
            catch (ApiRefusedException e) when (e.Code == 404)
            {
                return false;
            }
            catch (ApiRefusedException e) when (e.Code == 409)
            {
                // an answer may have been lost: the Lease tells whose it is
                var live = await FindAsync(ct).ConfigureAwait(false);
                if (live is null || !IsOurs(live))
                {
                    return false;
                }

                _held = live;
            }
            catch (Exception e) when (e is ApiRefusedException or HttpRequestException or IOException or JsonException)
            {
                await Task.Delay(LeaseTimes.Look, time, ct).ConfigureAwait(false);
            }
        }
    }

    private async Task BeatAsync(CancellationToken ct)
    {
        var renewed = time.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(LeaseTimes.Heartbeat, time, ct).ConfigureAwait(false);
                var rest = LeaseTimes.Duration - time.GetElapsedTime(renewed);
                var held = false;
                if (rest > TimeSpan.Zero)
                {
                    // after that, another may take it: not a moment longer
                    using var limit = new CancellationTokenSource(rest, time);
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
                    try
                    {
                        held = await RenewAsync(either.Token).ConfigureAwait(false);
                    }
                    catch (OperationCanceledException) when (!ct.IsCancellationRequested)
                    {
                        // out of time
                    }
                }

                if (!held)
                {
                    await _lost.CancelAsync().ConfigureAwait(false);
                    return;
                }

                renewed = time.GetTimestamp();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // the deploy has ended
        }
    }
}
