using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Writes a status only where it differs, and keeps the times of conditions that did not change.</summary>
internal static class StatusWriter
{
    public static void Write(IClusterObjects objects, JsonObject current, JsonObject status, string fieldManager)
    {
        if (!JsonNode.DeepEquals(current["status"] ?? new JsonObject(), status))
        {
            JsonObject changed = current.Copy();
            changed["status"] = status;
            objects.UpdateStatus(changed, fieldManager);
        }
    }

    /// <summary>
    /// The condition for a status about to be written: lastTransitionTime moves only with the value of status. An equal condition is taken over as it is.
    /// </summary>
    /// <param name="updateTimes">The kind's conditions have lastUpdateTime too (Deployment).</param>
    public static JsonObject Condition(
        JsonObject owner, string type, string status, string? reason, string? message, DateTimeOffset now, bool updateTimes = false)
    {
        JsonObject? old = owner.Condition(type);
        if (old is not null && old.Text("status") == status && old.Text("reason") == reason && old.Text("message") == message)
        {
            return old.Copy();
        }

        JsonObject condition = new() { ["type"] = type, ["status"] = status };
        if (updateTimes)
        {
            condition["lastUpdateTime"] = now.ToTimestamp();
        }

        condition["lastTransitionTime"] = old.Text("status") == status ? old.Text("lastTransitionTime") : now.ToTimestamp();
        if (reason is not null)
        {
            condition["reason"] = reason;
        }

        if (message is not null)
        {
            condition["message"] = message;
        }

        return condition;
    }

    /// <summary>Sets a count, or leaves it out at zero as typed Kubernetes statuses do.</summary>
    public static void SetCount(this JsonObject status, string name, long count)
    {
        if (count != 0)
        {
            status[name] = count;
        }
    }
}
