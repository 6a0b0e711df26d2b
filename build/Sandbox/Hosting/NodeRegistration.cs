using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Hosting;

/// <summary>The Node object of this machine.</summary>
internal static class NodeRegistration
{
    private const string Manager = "kubelet";
    private const int MaxPods = 250;

    public static void Register(IClusterObjects objects, string name, string address, string version, TimeProvider time)
    {
        ObjectKey key = new(ClusterKinds.Node, "", name);
        foreach (JsonObject other in objects.List(ClusterKinds.Node).Where(other => other.Name() != name))
        {
            objects.Delete(other.Key());
        }

        string architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        JsonObject labels = new()
        {
            ["kubernetes.io/hostname"] = name,
            ["kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = architecture,
            ["node-role.kubernetes.io/control-plane"] = "",
        };
        JsonObject node = objects.Get(key) ?? objects.Create(
            new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels } }, Manager);
        JsonObject capacity = new()
        {
            ["cpu"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
            ["memory"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024}Ki",
            ["pods"] = MaxPods.ToString(CultureInfo.InvariantCulture),
        };
        string now = time.GetUtcNow().ToTimestamp();
        JsonObject Condition(string type, string status, string reason, string message) => new()
        {
            ["type"] = type,
            ["status"] = status,
            ["lastHeartbeatTime"] = now,
            ["lastTransitionTime"] = node.Condition(type).Text("lastTransitionTime") ?? now,
            ["reason"] = reason,
            ["message"] = message,
        };
        StatusWriter.Write(objects, node, new JsonObject
        {
            ["capacity"] = capacity,
            ["allocatable"] = capacity.DeepClone(),
            ["addresses"] = new JsonArray(
                new JsonObject { ["type"] = "InternalIP", ["address"] = address },
                new JsonObject { ["type"] = "Hostname", ["address"] = name }),
            ["conditions"] = new JsonArray(
                Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
                Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status")),
            ["nodeInfo"] = new JsonObject
            {
                ["architecture"] = architecture,
                ["operatingSystem"] = "linux",
                ["kernelVersion"] = Environment.OSVersion.Version.ToString(),
                ["osImage"] = RuntimeInformation.OSDescription,
                ["containerRuntimeVersion"] = $"sandbox://{version}",
                ["kubeletVersion"] = "v1.36.0",
                ["kubeProxyVersion"] = "",
                ["machineID"] = "",
                ["systemUUID"] = "",
                ["bootID"] = "",
            },
        }, Manager);
    }

    /// <summary>The label by which a deploy knows that it talks to the cluster that it means.</summary>
    public static void Identify(IClusterObjects objects, string identity)
    {
        ObjectKey key = new(ClusterKinds.Namespace, "", "kube-system");
        if (objects.Get(key) is { } ns && ns.Labels().GetValueOrDefault("sitebuilder.dev/cluster") != identity)
        {
            JsonObject labelled = ns.Copy();
            labelled.Ensure("metadata", "labels")["sitebuilder.dev/cluster"] = identity;
            objects.Update(labelled, "sandbox");
        }
    }
}
