using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Locking;

internal sealed partial class DeployLease
{
    private readonly CancellationTokenSource _superseded = new();
    private bool _hasAsked;

    /// <summary>Fires when a later deploy asks this one to give way; never where that is not agreed to.</summary>
    public CancellationToken Superseded => _superseded.Token;

    /// <summary>Who asks; null where nobody does.</summary>
    public string? SupersededBy { get; private set; }

    /// <summary>
    /// The newest of those who wait has its name at the Lease, and each writes it once: so one whose name is gone from there has a later one behind it. No
    /// clock decides. While it waits, that is all it can tell; a holder finds any name.
    /// </summary>
    private async Task LookForLaterAsync(JsonObject? lease)
    {
        if (supersedes && SupersededBy is null && (_hasAsked || _held is not null) && lease?.Annotation(RolloutNames.LaterAnnotation) is { Length: > 0 } later && later != holder)
        {
            SupersededBy = later;
            await _superseded.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task AskAsync(CancellationToken ct)
    {
        if (supersedes && !_hasAsked)
        {
            await NoteAsync(holder, ct).ConfigureAwait(false);
            _hasAsked = true;
        }
    }

    /// <summary>Who waits no longer, and has not got it, must not be given way to.</summary>
    private async Task TakeBackAskingAsync()
    {
        if (!_hasAsked || _held is not null || SupersededBy is not null)
        {
            return;
        }

        using var limit = new CancellationTokenSource(ReleaseTime, time);
        try
        {
            var live = await FindAsync(limit.Token).ConfigureAwait(false);
            if (live?.Annotation(RolloutNames.LaterAnnotation) == holder)
            {
                await NoteAsync(null, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is ApiRefusedException or HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            // whoever has it, or takes it, goes on without
        }
    }

    private Task NoteAsync(string? later, CancellationToken ct) => client.SendAsync(
        HttpMethod.Patch,
        $"{CoreResources.Lease.Path(RolloutNames.SystemNamespace, RolloutNames.Lease(release))}?fieldManager={RolloutNames.FieldManager}",
        new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [RolloutNames.LaterAnnotation] = later } } }.ToJsonString(),
        "application/merge-patch+json",
        ct);
}
