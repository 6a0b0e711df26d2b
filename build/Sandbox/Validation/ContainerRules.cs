using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>The containers of pods.</summary>
internal static class ContainerRules
{
    private static readonly string[] Lives = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"];

    public static void All(JsonObject spec, string path, HashSet<string> volumes, List<Cause> causes)
    {
        var containers = spec.Objects("containers").ToList();
        if (containers.Count == 0) causes.Add(Cause.Required($"{path}.containers"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < containers.Count; i++)
        {
            var place = $"{path}.containers[{i}]";
            Common(containers[i], spec, place, volumes, causes);
            if (!names.Add(containers[i].Text("name") ?? "")) causes.Add(Cause.Duplicate($"{place}.name", containers[i].Text("name") ?? ""));
            Life(containers[i], spec, place, causes);
            causes.AddUnlessOneOf($"{place}.restartPolicy", containers[i].Text("restartPolicy"), "Always", "Never", "OnFailure");
        }
        HostPorts(containers, $"{path}.containers", causes);
        var at = 0;
        foreach (var container in spec.Objects("initContainers")) First(container, spec, $"{path}.initContainers[{at++}]", names, volumes, causes);
    }

    /// <summary>A container that runs before the others, or beside them where it restarts always.</summary>
    private static void First(JsonObject container, JsonObject spec, string path, HashSet<string> names, HashSet<string> volumes, List<Cause> causes)
    {
        Common(container, spec, path, volumes, causes);
        causes.AddUnlessOneOf($"{path}.restartPolicy", container.Text("restartPolicy"), "Always", "Never", "OnFailure");
        var name = container.Text("name") ?? "";
        if (!names.Add(name) && name.Length > 0) causes.Add(Cause.Duplicate($"{path}.name", name));
        if (container.Text("restartPolicy") == "Always")
        {
            Life(container, spec, path, causes);
            return;
        }
        foreach (var field in Lives.Where(f => container[f] is not null)) causes.Add(Cause.Forbidden($"{path}.{field}", "may not be set for init containers without restartPolicy=Always"));
    }

    private static void Common(JsonObject container, JsonObject spec, string path, HashSet<string> volumes, List<Cause> causes)
    {
        causes.AddRequiredName($"{path}.name", container.Text("name"), Names.Label);
        if (container.Text("image") is null or "") causes.Add(Cause.Required($"{path}.image"));
        causes.AddUnlessOneOf($"{path}.terminationMessagePolicy", container.Text("terminationMessagePolicy"), "File", "FallbackToLogsOnError");
        Ports(container, $"{path}.ports", causes);
        EnvironmentRules.Check(container, path, causes);
        MountRules.Check(container, path, volumes, causes);
        causes.AddUnlessOneOf($"{path}.imagePullPolicy", container.Text("imagePullPolicy"), "Always", "IfNotPresent", "Never");
        ResourceRules.Check(container.Object("resources"), $"{path}.resources", causes, spec.Objects("resourceClaims").Select(c => c.Text("name") ?? "").Where(n => n.Length > 0).ToList());
        Resizes(container, spec, $"{path}.resizePolicy", causes);
        SecurityRules.Container(container.Object("securityContext"), spec, $"{path}.securityContext", causes);
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
            if (port.Number("hostPort") is { } host and not 0) causes.AddPort($"{place}.hostPort", host);
            causes.AddUnlessOneOf($"{place}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
        }
    }

    private static void HostPorts(List<JsonObject> containers, string path, List<Cause> causes)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < containers.Count; i++)
        {
            var at = -1;
            foreach (var port in containers[i].Objects("ports"))
            {
                at++;
                var key = $"{port.Text("protocol")}/{port.Text("hostIP")}/{port.Number("hostPort")}";
                if (port.Number("hostPort") is not (null or 0) && !taken.Add(key)) causes.Add(Cause.Duplicate($"{path}[{i}].ports[{at}].hostPort", key));
            }
        }
    }

    private static void Resizes(JsonObject container, JsonObject spec, string path, List<Cause> causes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var policy in container.Objects("resizePolicy"))
        {
            var (resource, restart) = (policy.Text("resourceName") ?? "", policy.Text("restartPolicy") ?? "");
            if (!seen.Add(resource)) causes.Add(Cause.Duplicate($"{path}[{at}]", resource));
            at++;
            if (resource.Length == 0) causes.Add(Cause.Required(path));
            else causes.AddUnlessOneOf(path, resource, "cpu", "memory");
            if (restart.Length == 0) causes.Add(Cause.Required(path));
            else causes.AddUnlessOneOf(path, restart, "NotRequired", "RestartContainer");
            if (spec.Text("restartPolicy") == "Never" && restart != "NotRequired") causes.Add(Cause.Invalid(path, restart, "must be 'NotRequired' when pod `restartPolicy` is 'Never'"));
        }
    }

    private static void Life(JsonObject container, JsonObject spec, string path, List<Cause> causes)
    {
        var grace = spec.Number("terminationGracePeriodSeconds");
        foreach (var field in Lives)
        {
            if (container.Object(field) is not { } part) continue;
            if (field != "lifecycle")
            {
                ProbeRules.Check(part, $"{path}.{field}", causes);
                continue;
            }
            foreach (var hook in (ReadOnlySpan<string>)["postStart", "preStop"])
            {
                if (part.Object(hook) is { } handler) ProbeRules.Handler(handler, $"{path}.lifecycle.{hook}", causes, grace);
            }
        }
    }
}
