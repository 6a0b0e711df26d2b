using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Http.Tables;

/// <summary>The columns of pods: one word for what is the matter with all containers.</summary>
internal static class PodCells
{
    private const string None = "<none>";

    public static JsonNode? Of(string column, JsonObject pod) => column switch
    {
        "Ready" => $"{pod["status"].Objects("containerStatuses").Count(c => c.Flag("ready") && c.At("state", "running") is not null)}/{pod["spec"].Objects("containers").Count()}",
        "Status" => Status(pod),
        "Restarts" => Restarts(pod),
        "IP" => pod.Text("status", "podIP") is { Length: > 0 } ip ? ip : None,
        "Node" => pod.Text("spec", "nodeName") is { Length: > 0 } node ? node : None,
        "Nominated Node" => pod.Text("status", "nominatedNodeName") is { Length: > 0 } nominated ? nominated : None,
        "Readiness Gates" => Gates(pod),
        _ => "",
    };

    private static string Status(JsonObject pod)
    {
        var status = pod["status"];
        var word = status.Text("reason") is { Length: > 0 } reason ? reason : status.Text("phase") ?? "Unknown";
        foreach (var condition in status.Objects("conditions"))
        {
            if (condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated") word = "SchedulingGated";
        }
        var initial = Initial(pod);
        if (initial is not null)
        {
            word = initial;
        }
        else
        {
            var running = false;
            foreach (var container in status.Objects("containerStatuses").Reverse())
            {
                if (container.Text("state", "waiting", "reason") is { Length: > 0 } waiting) word = waiting;
                else if (container.At("state", "terminated") is { } ended) word = Ended(ended);
                else if (container.Flag("ready") && container.At("state", "running") is not null) running = true;
            }
            if (word == "Completed" && running)
            {
                word = status.Objects("conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True") ? "Running" : "NotReady";
            }
        }
        if (pod.At("metadata", "deletionTimestamp") is not null)
        {
            word = status.Text("reason") == "NodeLost" ? "Unknown" : status.Text("phase") is "Succeeded" or "Failed" ? word : "Terminating";
        }
        return word;
    }

    /// <summary>What the init containers are at; null when they are through.</summary>
    private static string? Initial(JsonObject pod)
    {
        var count = pod["spec"].Objects("initContainers").Count();
        var statuses = pod["status"].Objects("initContainerStatuses").ToList();
        for (var i = 0; i < statuses.Count; i++)
        {
            var ended = statuses[i].At("state", "terminated");
            if (ended is not null && ended.Number("exitCode") == 0) continue;
            var sidecar = pod["spec"].Objects("initContainers").FirstOrDefault(c => c.Text("name") == statuses[i].Text("name")).Text("restartPolicy") == "Always";
            if (sidecar && statuses[i].Flag("started")) continue;
            if (ended is not null) return $"Init:{Ended(ended)}";
            if (statuses[i].Text("state", "waiting", "reason") is { Length: > 0 } waiting and not "PodInitializing") return $"Init:{waiting}";
            return $"Init:{i}/{count}";
        }
        return null;
    }

    private static string Ended(JsonNode ended)
    {
        if (ended.Text("reason") is { Length: > 0 } reason) return reason;
        return ended.Number("signal") is > 0 and var signal ? $"Signal:{signal}" : $"ExitCode:{ended.Number("exitCode") ?? 0}";
    }

    private static string Restarts(JsonObject pod)
    {
        var containers = pod["status"].Objects("containerStatuses").ToList();
        var restarts = containers.Sum(c => c.Number("restartCount") ?? 0);
        var last = containers.Select(c => c.Text("lastState", "terminated", "finishedAt")).OfType<string>().Order(StringComparer.Ordinal).LastOrDefault();
        var count = restarts.ToString(CultureInfo.InvariantCulture);
        return restarts > 0 && last is not null ? $"{count} ({Cells.Age(last)} ago)" : count;
    }

    private static string Gates(JsonObject pod)
    {
        var gates = pod["spec"].Objects("readinessGates").Select(g => g.Text("conditionType")).ToList();
        if (gates.Count == 0) return None;
        var met = gates.Count(g => pod["status"].Objects("conditions").Any(c => c.Text("type") == g && c.Text("status") == "True"));
        return $"{met}/{gates.Count}";
    }
}
