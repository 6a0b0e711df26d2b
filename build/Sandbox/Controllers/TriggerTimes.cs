using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Since when the endpoints of a Service are out of date: what the annotation of Endpoints and EndpointSlices says at their next write.</summary>
internal sealed class TriggerTimes
{
    private readonly Dictionary<ObjectKey, Dictionary<string, DateTimeOffset>> _known = [];

    public void Forget(ObjectKey service) => _known.Remove(service);

    /// <summary>Null where no pod's readiness has changed since the last look.</summary>
    public DateTimeOffset? Next(JsonObject service, IEnumerable<JsonObject> pods)
    {
        Dictionary<string, DateTimeOffset> times = [];
        foreach (JsonObject pod in pods)
        {
            if (pod.Condition("Ready").Time("lastTransitionTime") is { } changed)
            {
                times[pod.Name()] = changed;
            }
        }

        _known.TryGetValue(service.Key(), out Dictionary<string, DateTimeOffset>? before);
        _known[service.Key()] = times;
        if (before is null)
        {
            return service.Time("metadata", "creationTimestamp");
        }

        List<DateTimeOffset> moved = [.. times.Where(entry => entry.Value > before.GetValueOrDefault(entry.Key)).Select(entry => entry.Value)];
        return moved.Count == 0 ? null : moved.Min();
    }
}
