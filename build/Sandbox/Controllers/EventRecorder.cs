using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Writes events about objects. The same event again counts up the first one, as clients of a real cluster expect.</summary>
internal sealed class EventRecorder(IClusterObjects objects, TimeProvider time, string component, string? host = null)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ObjectKey> _seen = [];
    private readonly EventCorrelation _correlation = new(time);
    private readonly string _manager = FieldManagers.Of(component);
    private long _last;

    /// <param name="fieldPath">The part of the object, such as <c>spec.containers{web}</c>.</param>
    /// <param name="action">What was being done: marks an event of the newer sort, which has one exact time and no count.</param>
    public void Record(JsonObject about, string type, string reason, string message, string? fieldPath = null, string? action = null)
    {
        lock (_gate)
        {
            string group = string.Join('\n', about.Uid(), type, reason, fieldPath);
            bool combined = action is null && _correlation.IsCombined(group, message);
            if (combined)
            {
                message = $"(combined from similar events): {message}";
            }

            if (action is null && !_correlation.IsAllowed(about.Uid()))
            {
                return;
            }

            string identity = combined ? group : $"{group}\n{message}";
            try
            {
                if (_seen.TryGetValue(identity, out ObjectKey key) && objects.Get(key) is { } known)
                {
                    JsonObject again = known.Copy();
                    if (action is null)
                    {
                        again["count"] = (again.Number("count") ?? 1) + 1;
                        again["lastTimestamp"] = time.GetUtcNow().ToTimestamp();
                        again["message"] = message;
                    }
                    else
                    {
                        again["series"] = new JsonObject { ["count"] = (again.Number("series", "count") ?? 1) + 1, ["lastObservedTime"] = Now() };
                    }

                    objects.Update(again, _manager);
                    return;
                }

                JsonObject made = New(about, type, reason, message, fieldPath, action);
                if (combined)
                {
                    (made["reportingComponent"], made["reportingInstance"]) = ("", "");
                }

                JsonObject created = objects.Create(made, _manager);
                if (_seen.Count >= EventCorrelation.MaxRemembered)
                {
                    _seen.Clear();
                }

                _seen[identity] = created.Key();
            }
            catch (StatusException)
            {
                // an event is a courtesy: in a namespace that is going away there is nobody to read it
            }
        }
    }

    public void Normal(JsonObject about, string reason, string message) => Record(about, "Normal", reason, message);

    public void Warning(JsonObject about, string reason, string message) => Record(about, "Warning", reason, message);

    private JsonObject New(JsonObject about, string type, string reason, string message, string? fieldPath, string? action)
    {
        _last = Math.Max(_last + 1, time.GetUtcNow().UtcTicks);
        // two components may speak of one object at the same moment
        string suffix = (_last ^ (component.Sum(letter => letter) * 0x1_0000_0000_0000L)).ToString("x16", CultureInfo.InvariantCulture);
        string ns = about.Namespace() is { Length: > 0 } own ? own : "default";
        JsonObject involved = new()
        {
            ["kind"] = about.Text("kind"),
            ["namespace"] = about.Namespace(),
            ["name"] = about.Name(),
            ["uid"] = about.Uid(),
            ["apiVersion"] = about.Text("apiVersion"),
            ["resourceVersion"] = about.Text("metadata", "resourceVersion"),
        };
        JsonObject source = action is null ? new() { ["component"] = component } : [];
        string now = time.GetUtcNow().ToTimestamp();
        if (fieldPath is not null)
        {
            involved["fieldPath"] = fieldPath;
        }

        if (host is not null)
        {
            source["host"] = host;
        }

        JsonObject made = new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{about.Name()}.{suffix}",
                ["namespace"] = ns,
            },
            ["involvedObject"] = involved,
            ["type"] = type,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = source,
            ["reportingComponent"] = component,
            ["reportingInstance"] = host ?? (action is null ? "" : component),
        };
        if (action is not null)
        {
            made["action"] = action;
            made["eventTime"] = Now();
            return made;
        }

        (made["firstTimestamp"], made["lastTimestamp"], made["count"]) = (now, now, 1);
        return made;
    }

    private string Now() => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
