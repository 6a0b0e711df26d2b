using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Platform.Policy;

/// <summary>The rules about containers.</summary>
internal static class ContainerRules
{
    public static IReadOnlyList<ContainerRule> All { get; } =
    [
        new("run-as-non-root", "runAsNonRoot: true and a runAsUser that is not 0", "set both in the securityContext of the pod", NonRoot),
        new("no-privilege", "privileged not set", "remove privileged from the container's securityContext",
            (_, container) => container.Security("privileged") == "true" ? "privileged: true" : null),
        new("no-privilege-escalation", "allowPrivilegeEscalation: false", "set it in the container's securityContext",
            (_, container) => Unless("false", "allowPrivilegeEscalation", container.Security("allowPrivilegeEscalation"))),
        new("read-only-root", "readOnlyRootFilesystem: true", "set it in the container's securityContext and mount an emptyDir where it writes",
            (_, container) => Unless("true", "readOnlyRootFilesystem", container.Security("readOnlyRootFilesystem"))),
        new("drop-capabilities", "capabilities.drop: [ALL] and none added but NET_BIND_SERVICE", "set it in the container's securityContext", Capabilities),
        new("seccomp", "seccompProfile.type RuntimeDefault or Localhost", "set it in the securityContext of the pod", Seccomp),
        new("no-host-port", "no hostPort", "remove hostPort and reach the pod through a Service", HostPort),
        new("resources", "requests and limits for cpu and memory", "set them in resources of the container; for our services in the environment file", Resources),
        new("probes", "a livenessProbe and a readinessProbe", "add them to the container", Probes),
        new("image-by-digest", "an image by digest, repository@sha256:...", "take the reference from artifacts/images.lock.json", Digest),
        new("image-not-latest", "no tag latest", "name the image by digest alone", Latest),
    ];

    private static string? NonRoot(PodView pod, ContainerView container)
    {
        var user = container.SecurityOr(pod, "runAsUser");
        return container.SecurityOr(pod, "runAsNonRoot") == "true" && user is not (null or "0")
            ? null
            : $"runAsNonRoot: {container.SecurityOr(pod, "runAsNonRoot") ?? "not set"}, runAsUser: {user ?? "not set"}";
    }

    private static string? Capabilities(PodView pod, ContainerView container)
    {
        var drop = Names(container, "drop");
        var add = Names(container, "add");
        return drop.Contains("ALL") && add.All(name => name == "NET_BIND_SERVICE")
            ? null
            : $"drop: [{string.Join(", ", drop)}], add: [{string.Join(", ", add)}]";
    }

    private static List<string> Names(ContainerView container, string list) =>
        [.. (Read.Node(container.Node, "securityContext", "capabilities", list) as JsonArray ?? []).OfType<JsonValue>().Select(value => value.ToString())];

    private static string? Seccomp(PodView pod, ContainerView container) =>
        container.SecurityOr(pod, "seccompProfile", "type") is var type && type is "RuntimeDefault" or "Localhost" ? null : $"seccompProfile.type: {type ?? "not set"}";

    private static string? HostPort(PodView pod, ContainerView container) =>
        PodView.Items(container.Node, "ports").Select(port => Read.Text(port, "hostPort")).FirstOrDefault(port => port is not (null or "0")) is { } port
            ? $"hostPort: {port}"
            : null;

    private static string? Resources(PodView pod, ContainerView container)
    {
        var missing =
            from list in (string[])["requests", "limits"]
            from resource in (string[])["cpu", "memory"]
            where Read.Text(container.Node, "resources", list, resource) is null
            select $"{list}.{resource}";
        return string.Join(", ", missing) is { Length: > 0 } text ? $"no {text}" : null;
    }

    private static string? Probes(PodView pod, ContainerView container)
    {
        if (!pod.Serves || !container.IsMain)
        {
            return null;
        }

        var missing = ((string[])["livenessProbe", "readinessProbe"]).Where(probe => container.Node[probe] is not JsonObject { Count: > 0 });
        return string.Join(", ", missing) is { Length: > 0 } text ? $"no {text}" : null;
    }

    private static string? Digest(PodView pod, ContainerView container) =>
        ImageReference(container) is var image && HasDigest(image) ? null : image;

    private static string? Latest(PodView pod, ContainerView container)
    {
        var image = ImageReference(container);
        var path = image.Split('@')[0];
        var tag = path[(path.LastIndexOf('/') + 1)..].Split(':') is [_, var named] ? named : null;
        return tag == "latest" || (tag is null && !HasDigest(image)) ? $"{image}{(tag is null ? " (no tag means latest)" : "")}" : null;
    }

    private static string ImageReference(ContainerView container) => Read.Text(container.Node, "image") ?? "no image";

    private static bool HasDigest(string image) =>
        image.Split("@sha256:") is [{ Length: > 0 }, { Length: 64 } digest] && digest.All(char.IsAsciiHexDigitLower);

    private static string? Unless(string expected, string key, string? value) => value == expected ? null : $"{key}: {value ?? "not set"}";
}
