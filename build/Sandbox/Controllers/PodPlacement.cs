using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Why a pod cannot run on the node, in a scheduler's words.</summary>
/// <param name="Reason">Such as <c>1 Insufficient cpu</c>.</param>
/// <param name="MayHelp">Whether room made by other pods would help.</param>
/// <param name="IsCluster">It is not for want of a node.</param>
internal sealed record PodPlacement(string Reason, bool MayHelp = false, bool IsCluster = false)
{
    public string Message => IsCluster
        ? $"0/1 nodes are available: {Reason}. not found"
        : $"0/1 nodes are available: {Reason}. no new claims to deallocate, preemption: 0/1 nodes are available: "
            + (MayHelp ? "1 No preemption victims found for incoming pod." : "1 Preemption is not helpful for scheduling.");

    /// <summary>Null where the pod fits.</summary>
    public static PodPlacement? WhyNot(IClusterObjects objects, JsonObject pod, JsonObject node) =>
        Claims(objects, pod) ?? Labels(pod, node) ?? Room(objects, pod, node) ?? Neighbours(objects, pod, node);

    private static PodPlacement? Claims(IClusterObjects objects, JsonObject pod)
    {
        foreach (JsonObject volume in pod.Items("spec", "volumes"))
        {
            bool ephemeral = volume.Object("ephemeral") is not null;
            string? name = ephemeral ? EphemeralVolumeController.ClaimName(pod, volume) : volume.Text("persistentVolumeClaim", "claimName");
            if (name is null)
            {
                continue;
            }

            JsonObject? claim = objects.Get(new ObjectKey(ClusterKinds.PersistentVolumeClaim, pod.Namespace(), name));
            if (claim is null)
            {
                return new PodPlacement(
                    ephemeral ? $"waiting for ephemeral volume controller to create the persistentvolumeclaim \"{name}\"" : $"persistentvolumeclaim \"{name}\" not found", IsCluster: true);
            }

            if (claim.IsDeleting())
            {
                return new PodPlacement($"persistentvolumeclaim \"{name}\" is being deleted", IsCluster: true);
            }

            JsonObject? storage = objects.Get(new ObjectKey(ClusterKinds.StorageClass, "", claim.Text("spec", "storageClassName") ?? ""));
            if (string.IsNullOrEmpty(claim.Text("spec", "volumeName")) && storage.Text("volumeBindingMode") != "WaitForFirstConsumer")
            {
                return new PodPlacement("pod has unbound immediate PersistentVolumeClaims", IsCluster: true);
            }
        }

        return null;
    }

    private static PodPlacement? Labels(JsonObject pod, JsonObject node)
    {
        JsonObject spec = pod.Object("spec") ?? [];
        List<JsonObject> tolerations = [.. spec.Items("tolerations")];
        return node.Flag("spec", "unschedulable") && !tolerations.Exists(t => t.Text("key") is null or "" or "node.kubernetes.io/unschedulable") ? new PodPlacement("1 node(s) were unschedulable")
            : NodeFit.UntoleratedTaint(tolerations, node) is not null ? new PodPlacement("1 node(s) had untolerated taint(s)")
            : NodeFit.IsSelected(spec, node) ? null : new PodPlacement("1 node(s) didn't match Pod's node affinity/selector");
    }

    private static PodPlacement? Room(IClusterObjects objects, JsonObject pod, JsonObject node)
    {
        List<JsonObject> running = [.. On(objects, node)];
        if (running.Count >= node.Number("status", "allocatable", "pods"))
        {
            return new PodPlacement("1 Too many pods", MayHelp: true);
        }

        string[] lacking = [.. PodResources.Requested(pod).Where(resource =>
            running.Sum(other => PodResources.Request(other, resource)) + PodResources.Request(pod, resource) > Amount.Quantity(node.Text("status", "allocatable", resource)))];
        bool mayHelp = lacking.All(resource => PodResources.Request(pod, resource) <= Amount.Quantity(node.Text("status", "allocatable", resource)));
        return lacking.Length == 0 ? null : new PodPlacement(string.Join(", ", lacking.Select(resource => $"1 Insufficient {resource}")), mayHelp);
    }

    private static PodPlacement? Neighbours(IClusterObjects objects, JsonObject pod, JsonObject node)
    {
        List<JsonObject> running = [.. On(objects, node)];
        static IEnumerable<JsonObject> Terms(JsonObject of, string kind) => of.Items("spec", "affinity", kind, "requiredDuringSchedulingIgnoredDuringExecution");
        bool Takes(JsonObject owner, JsonObject term, JsonObject other) => HasKey(node, term)
            && (term.Texts("namespaces") is { Count: > 0 } namespaces ? namespaces.Contains(other.Namespace()) : term.Object("namespaceSelector") is not null || owner.Namespace() == other.Namespace())
            && LabelSelector.Matches(term.At("labelSelector"), other.Labels());
        // the first of its own kind may come where it would wait for itself
        if (Terms(pod, "podAffinity").Any(term => !running.Exists(other => Takes(pod, term, other)) && !Takes(pod, term, pod)))
        {
            return new PodPlacement("1 node(s) didn't match pod affinity rules");
        }

        return Terms(pod, "podAntiAffinity").Any(term => running.Exists(other => Takes(pod, term, other)))
            ? new PodPlacement("1 node(s) didn't match pod anti-affinity rules", MayHelp: true)
            : running.Exists(other => Terms(other, "podAntiAffinity").Any(term => Takes(other, term, pod)))
                ? new PodPlacement("1 node(s) didn't satisfy existing pods anti-affinity rules", MayHelp: true) : null;
    }

    private static bool HasKey(JsonObject node, JsonObject term) => node.Labels().ContainsKey(term.Text("topologyKey") ?? "");

    private static IEnumerable<JsonObject> On(IClusterObjects objects, JsonObject node) =>
        objects.List(ClusterKinds.Pod).Where(other => other.Text("spec", "nodeName") == node.Name() && !other.IsFinished());
}
