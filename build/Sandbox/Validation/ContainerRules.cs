using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>The containers of pods.</summary>
internal static class ContainerRules
{
    public static void Check(JsonObject container, string path, HashSet<string> names, HashSet<string> volumes, List<Cause> causes, bool isInit)
    {
        var name = container.Text("name") ?? "";
        if (name.Length == 0) causes.Add(Cause.Required($"{path}.name"));
        else if (Names.Label(name).Any()) causes.AddInvalid($"{path}.name", name, Names.Label(name));
        else if (!names.Add(name)) causes.Add(Cause.Duplicate($"{path}.name", name));
        var image = container.Text("image") ?? "";
        if (string.IsNullOrWhiteSpace(image)) causes.Add(Cause.Required($"{path}.image"));
        else if (image.Trim() != image) causes.Add(Cause.Invalid($"{path}.image", image, "must not have leading or trailing whitespace"));
        causes.AddUnlessOneOf($"{path}.imagePullPolicy", container.Text("imagePullPolicy"), "Always", "IfNotPresent", "Never");
        causes.AddUnlessOneOf($"{path}.terminationMessagePolicy", container.Text("terminationMessagePolicy"), "File", "FallbackToLogsOnError");
        Ports(container, $"{path}.ports", causes);
        EnvironmentRules.Check(container, path, causes);
        Mounts(container, $"{path}.volumeMounts", volumes, causes);
        SecurityRules.Container(container.Object("securityContext"), $"{path}.securityContext", causes);
        ResourceRules.Check(container.Object("resources"), $"{path}.resources", causes);
        Lives(container, path, causes, isInit);
    }

    private static void Ports(JsonObject container, string path, List<Cause> causes)
    {
        var at = 0;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var port in container.Objects("ports"))
        {
            var place = $"{path}[{at++}]";
            if (port.Text("name") is { Length: > 0 } name)
            {
                causes.AddInvalid($"{place}.name", name, Names.Port(name));
                if (!Names.Port(name).Any() && !names.Add(name)) causes.Add(Cause.Duplicate($"{place}.name", name));
            }
            PodRules.Port(port.Number("containerPort"), $"{place}.containerPort", causes);
            if (port.Number("hostPort") is < 0 or > 65535) causes.Add(Cause.Invalid($"{place}.hostPort", port.Number("hostPort"), "must be between 1 and 65535, inclusive"));
            causes.AddUnlessOneOf($"{place}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
        }
    }

    private static void Mounts(JsonObject container, string path, HashSet<string> volumes, List<Cause> causes)
    {
        var at = 0;
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mount in container.Objects("volumeMounts"))
        {
            var place = $"{path}[{at++}]";
            var name = mount.Text("name") ?? "";
            if (name.Length == 0) causes.Add(Cause.Required($"{place}.name"));
            if (!volumes.Contains(name)) causes.Add(Cause.NotFound($"{place}.name", name));
            if (mount.Text("mountPath") is not { Length: > 0 } target) causes.Add(Cause.Required($"{place}.mountPath"));
            else if (!paths.Add(target)) causes.Add(Cause.Invalid($"{place}.mountPath", target, "must be unique"));
            // a real server names the list here, not its element
            if (mount.Text("subPath") is { Length: > 0 } sub)
            {
                if (sub[0] == '/') causes.Add(Cause.Invalid($"{path}.subPath", sub, "must be a relative path"));
                VolumeRules.Backsteps(sub, $"{path}.subPath", causes);
            }
            if (mount.Text("subPathExpr") is { Length: > 0 } && mount.Text("subPath") is { Length: > 0 }) causes.Add(Cause.Invalid($"{path}.subPathExpr", mount.Text("subPathExpr"), "subPathExpr and subPath are mutually exclusive"));
            causes.AddUnlessOneOf($"{place}.mountPropagation", mount.Text("mountPropagation"), "Bidirectional", "HostToContainer", "None");
        }
    }

    private static void Lives(JsonObject container, string path, List<Cause> causes, bool isInit)
    {
        var restarts = container.Text("restartPolicy") == "Always";
        if (container.Text("restartPolicy") is { } policy)
        {
            if (isInit) causes.AddUnlessOneOf($"{path}.restartPolicy", policy, "Always", "Never", "OnFailure");
            else causes.AddUnlessOneOf($"{path}.restartPolicy", policy, "Always", "Never", "OnFailure");
        }
        foreach (var field in (ReadOnlySpan<string>)["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container.Object(field) is not { } part) continue;
            if (isInit && !restarts)
            {
                causes.Add(Cause.Forbidden($"{path}.{field}", "may not be set for init containers without restartPolicy=Always"));
            }
            else if (field == "lifecycle")
            {
                foreach (var hook in (ReadOnlySpan<string>)["postStart", "preStop"])
                {
                    if (part.Object(hook) is { } handler) ProbeRules.Handler(handler, $"{path}.lifecycle.{hook}", causes);
                }
            }
            else
            {
                ProbeRules.Check(part, $"{path}.{field}", causes);
            }
        }
    }
}
