namespace SiteBuilder.Sandbox.Objects;

/// <summary>
/// Fields of built-in types that a real server does not write when they are zero or false. (Most numbers and flags are optional
/// there in a way that keeps a zero; the published schemas do not tell the two apart.)
/// </summary>
internal static class OmittedZeros
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "minReadySeconds", "initialDelaySeconds", "periodSeconds", "successThreshold", "failureThreshold", "hostPort", "nodePort",
        "observedGeneration", "availableReplicas", "readyReplicas", "updatedReplicas", "unavailableReplicas", "fullyLabeledReplicas",
        "currentReplicas", "active", "succeeded", "failed", "generation", "count", "signal", "healthCheckNodePort", "numberUnavailable",
        "numberAvailable", "updatedNumberScheduled", "paused", "hostNetwork", "hostPID", "hostIPC", "stdin", "stdinOnce", "tty", "readOnly",
        "publishNotReadyAddresses", "unschedulable", "globalDefault", "Probe.timeoutSeconds", "DeploymentStatus.replicas", "preserveUnknownFields",
        "orphan", "incomplete",
    };

    /// <summary>Texts that may be empty and are then still written.</summary>
    private static readonly HashSet<string> EmptyTexts = new(StringComparer.Ordinal)
    {
        "storageClassName", "ingressClassName", "volumeAttributesClassName", "appProtocol", "HostPathVolumeSource.type", "GRPCAction.service",
        "EndpointPort.name",
    };

    public static bool OmitsZero(string type, string field) => Names.Contains(field) || Names.Contains($"{type}.{field}");

    public static bool KeepsEmpty(string type, string field) => EmptyTexts.Contains(field) || EmptyTexts.Contains($"{type}.{field}");
}
