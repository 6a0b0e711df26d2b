using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>
/// Room for the pods that come and for the one that has to be more while a Deployment replaces its pods. A pod that is larger than every node is a problem,
/// unless nodes come when they are needed; one of a DaemonSet that is larger than a node it has to run on always is. One that finds no room just now is a
/// warning, because a cluster may add nodes when pods wait. Pods of Jobs give their room back. What runs is read up to fifty nodes.
/// </summary>
internal sealed class NodeRoom : IPreflightCheck
{
    private const int MostNodes = 50;

    public async Task<IReadOnlyList<Finding>> FindAsync(PreflightContext context, CancellationToken ct)
    {
        if (context.Workloads.Count == 0 || await context.Facts.ListAsync(CoreResources.Node, null, ct).ConfigureAwait(false) is not { Count: > 0 } nodes)
        {
            return [];
        }

        var findings = new List<Finding>();
        var waiting = new List<Workload>();
        foreach (var workload in context.Workloads.Where(w => w.Rolls || Coming(w, nodes) > 0))
        {
            var fitting = Fitting(workload, nodes);
            if (fitting.Count == 0)
            {
                findings.Add(Finding.Warning($"{workload.Key}: no node takes its pods now (nodeSelector, nodeAffinity, taints, cordoned nodes)"));
            }
            else if (TooLarge(context, workload, fitting) is { } problem)
            {
                findings.Add(problem);
            }
            else if (Coming(workload, nodes) > 0)
            {
                waiting.Add(workload);
            }
        }

        // the pods of a large cluster are many to read, and one of them finds room or gets a new node
        if (waiting.Count > 0 && nodes.Count <= MostNodes && await context.Facts.ListAsync(CoreResources.Pod, null, ct).ConfigureAwait(false) is { } pods)
        {
            findings.AddRange(Place(waiting, nodes, pods));
        }

        return findings;
    }

    /// <summary>How many pods must find room beside those that run.</summary>
    private static long Coming(Workload workload, IReadOnlyList<JsonObject> nodes) => Math.Max(workload.Pods(nodes) - workload.LivePods, workload is { Rolls: true, Surge: > 0 } ? 1 : 0);

    private static IReadOnlyList<JsonObject> Fitting(Workload workload, IReadOnlyList<JsonObject> nodes) => workload.IsOnEveryNode ? NodeFit.OfDaemon(workload.Pod, nodes) : NodeFit.Of(workload.Pod, nodes);

    private static Finding? TooLarge(PreflightContext context, Workload workload, IReadOnlyList<JsonObject> nodes)
    {
        foreach (var (name, amount) in PodSize.Of(workload.Pod, "requests"))
        {
            if (workload.IsOnEveryNode && nodes.FirstOrDefault(n => amount > Has(n, name)) is { } small)
            {
                return Finding.Problem($"{workload.Key}: a pod asks for {name} {PodSize.Show(name, amount)}, and node {small.Name()}, on which one has to run, has {PodSize.Show(name, Has(small, name))}; ask for less, or leave the node out (nodeSelector or nodeAffinity)");
            }

            var largest = nodes.Max(n => Has(n, name));
            if (amount > largest)
            {
                var found = $"{workload.Key}: a pod asks for {name} {PodSize.Show(name, amount)}, and the largest node it may run on has {PodSize.Show(name, largest)}";
                return context.Patience.Autoscaler > TimeSpan.Zero
                    ? Finding.Warning($"{found}; it waits for a larger one")
                    : Finding.Problem($"{found}; ask for less, or add larger nodes");
            }
        }

        return null;
    }

    private static decimal Has(JsonObject node, string name) => PodSize.Read(node.At("status", "allocatable")).FirstOrDefault(a => a.Name == name).Amount;

    private static IEnumerable<Finding> Place(IEnumerable<Workload> workloads, IReadOnlyList<JsonObject> nodes, IReadOnlyList<JsonObject> pods)
    {
        var free = nodes.ToDictionary(n => n.Name(), n => PodSize.Read(n.At("status", "allocatable")).ToDictionary(a => a.Name, a => a.Amount, StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var pod in pods.Where(p => p.Text("status", "phase") is not ("Succeeded" or "Failed")))
        {
            if (pod.Text("spec", "nodeName") is { } name && free.TryGetValue(name, out var room))
            {
                Take(room, PodSize.Of(pod["spec"], "requests"));
            }
        }

        foreach (var workload in workloads)
        {
            var size = PodSize.Of(workload.Pod, "requests");
            var fitting = Fitting(workload, nodes).Select(n => n.Name()).ToList();
            var (coming, left) = (Coming(workload, nodes), 0L);
            for (var i = 0; i < coming; i++)
            {
                var node = fitting.Find(n => size.All(s => free[n].GetValueOrDefault(s.Key) >= s.Value) && free[n].GetValueOrDefault("pods", 1) >= 1);
                if (node is null)
                {
                    left = coming - i;
                    break;
                }

                // a pod that is more for a moment gives its room back
                if (!workload.Ends && workload.Pods(nodes) > workload.LivePods)
                {
                    Take(free[node], size);
                }

                if (workload.IsOnEveryNode)
                {
                    fitting.Remove(node);
                }
            }

            if (left > 0)
            {
                yield return Finding.Warning($"{workload.Key}: {left} of {coming} new pods find no room on the nodes now ({string.Join(", ", size.Select(s => $"{s.Key} {PodSize.Show(s.Key, s.Value)}"))} each), and wait until there is some");
            }
        }
    }

    private static void Take(Dictionary<string, decimal> room, IReadOnlyDictionary<string, decimal> size)
    {
        foreach (var (name, amount) in size)
        {
            room[name] = room.GetValueOrDefault(name) - amount;
        }

        if (room.TryGetValue("pods", out var pods))
        {
            room["pods"] = pods - 1;
        }
    }
}
