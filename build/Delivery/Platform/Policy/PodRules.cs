namespace SiteBuilder.Delivery.Platform.Policy;

/// <summary>The rules about whole pods.</summary>
internal static class PodRules
{
    public static IReadOnlyList<PodRule> All { get; } =
    [
        new("no-host-namespaces", "hostNetwork, hostPID and hostIPC not set", "remove them from the pod", HostNamespaces),
        new("no-host-path", "no hostPath volume", "use an emptyDir, a PersistentVolumeClaim, a ConfigMap or a Secret", HostPath),
        new("no-image-volume", "no volume that is an image", "bring the files in the container's own image, or in a ConfigMap", ImageVolume),
        new(
            "no-service-account-token",
            $"automountServiceAccountToken: false, or the reason in annotation {ManifestPolicy.TokenReason} of the pod",
            "set automountServiceAccountToken: false on the pod",
            Token),
    ];

    private static string? HostNamespaces(PodView pod) =>
        Join(((string[])["hostNetwork", "hostPID", "hostIPC"]).Where(key => Read.Text(pod.Spec, key) == "true").Select(key => $"{key}: true"));

    private static string? HostPath(PodView pod) =>
        Join(PodView.Items(pod.Spec, "volumes").Where(volume => volume["hostPath"] is not null)
            .Select(volume => $"volume {Read.Text(volume, "name")} with path {Read.Text(volume, "hostPath", "path")}"));

    private static string? ImageVolume(PodView pod) =>
        Join(PodView.Items(pod.Spec, "volumes").Where(volume => volume["image"] is not null)
            .Select(volume => $"volume {Read.Text(volume, "name")} of image {Read.Text(volume, "image", "reference") ?? "not named"}"));

    private static string? Token(PodView pod) =>
        Read.Text(pod.Spec, "automountServiceAccountToken") == "false" || !string.IsNullOrWhiteSpace(pod.Annotation(ManifestPolicy.TokenReason))
            ? null
            : $"automountServiceAccountToken: {Read.Text(pod.Spec, "automountServiceAccountToken") ?? "not set (which means true)"}";

    private static string? Join(IEnumerable<string> found) => string.Join(", ", found) is { Length: > 0 } text ? text : null;
}
