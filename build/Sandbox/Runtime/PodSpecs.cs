using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>What the node reads from a pod's spec.</summary>
internal static class PodSpecs
{
    public static IEnumerable<JsonObject> InitContainers(this JsonObject pod) => pod.Items("spec", "initContainers");

    public static IEnumerable<JsonObject> Containers(this JsonObject pod) => pod.Items("spec", "containers");

    public static string ContainerName(this JsonObject container) => container.Text("name") ?? "";

    /// <summary>An init container that keeps running beside the others.</summary>
    public static bool IsSidecar(this JsonObject container) => container.Text("restartPolicy") == "Always";

    public static bool RestartsAfter(JsonObject pod, JsonObject container, int exitCode) =>
        (container.Text("restartPolicy") ?? pod.Text("spec", "restartPolicy") ?? "Always") switch
        {
            "Always" => true,
            "OnFailure" => exitCode != 0,
            _ => false,
        };

    public static string FullName(this JsonObject pod) => $"{pod.Name()}_{pod.Namespace()}({pod.Uid()})";

    public static string Hostname(this JsonObject pod) => pod.Text("spec", "hostname") is { Length: > 0 } hostname ? hostname : pod.Name();

    /// <summary>The place in events: spec.containers{web}.</summary>
    public static string FieldPath(JsonObject pod, JsonObject container) =>
        pod.InitContainers().Contains(container) ? $"spec.initContainers{{{container.ContainerName()}}}" : $"spec.containers{{{container.ContainerName()}}}";

    /// <summary>What this node refuses to do, or null. Nothing in a pod may reach the machine it runs on.</summary>
    public static string? WhyRefused(JsonObject pod)
    {
        foreach (string flag in (ReadOnlySpan<string>)["hostNetwork", "hostPID", "hostIPC"])
        {
            if (pod.Flag("spec", flag))
            {
                return $"spec.{flag} is not supported by the sandbox: pods never share the machine's namespaces";
            }
        }

        foreach (JsonObject container in pod.InitContainers().Concat(pod.Containers()))
        {
            if (container.Flag("securityContext", "privileged"))
            {
                return $"container {container.ContainerName()}: securityContext.privileged is not supported by the sandbox";
            }

            foreach (string probe in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
            {
                if (container.Object(probe, "grpc") is not null)
                {
                    return $"container {container.ContainerName()}: {probe}.grpc is not supported by the sandbox; use httpGet, tcpSocket or exec";
                }
            }
        }

        return null;
    }
}
