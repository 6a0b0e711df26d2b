using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Runtime.Engine;

/// <summary>A container of a pod in the words of Docker Engine.</summary>
internal static class ContainerTranslation
{
    private static readonly Dictionary<string, string> LogLimits = new() { ["max-size"] = "10m", ["max-file"] = "2" };

    public static CreateContainerParameters Infra(string sandbox, string network, JsonObject pod, int attempt)
    {
        string hostname = pod.Hostname();
        return new CreateContainerParameters
        {
            Name = Name(sandbox, pod, "pod", attempt),
            Image = PauseImage.Name,
            Hostname = hostname.Length > 63 ? hostname[..63].TrimEnd('-', '.') : hostname,
            Labels = PodLabels.Of(sandbox, pod, "", attempt, attempt),
            HostConfig = new HostConfig
            {
                NetworkMode = network,
                IpcMode = "shareable",
                ReadonlyRootfs = true,
                CapDrop = ["ALL"],
                SecurityOpt = ["no-new-privileges:true"],
                LogConfig = new LogConfig { Type = "none" },
                Sysctls = pod.Items("spec", "securityContext", "sysctls").ToDictionary(sysctl => sysctl.Text("name") ?? "", sysctl => sysctl.Text("value") ?? ""),
            },
        };
    }

    public static CreateContainerParameters Container(string sandbox, ContainerPlan plan)
    {
        (JsonObject pod, JsonObject spec) = (plan.Pod, plan.Container);
        return new CreateContainerParameters
        {
            Name = Name(sandbox, pod, spec.ContainerName(), plan.Attempt),
            Image = plan.Image.Id,
            Entrypoint = plan.Command.Count > 0 ? [.. plan.Command] : null!,
            Cmd = plan.Arguments.Count > 0 ? [.. plan.Arguments] : null!,
            Env = [.. plan.Environment],
            WorkingDir = spec.Text("workingDir") ?? "",
            User = User(pod, spec, plan.Image.User) ?? "",
            OpenStdin = spec.Flag("stdin"),
            StdinOnce = spec.Flag("stdinOnce"),
            Tty = spec.Flag("tty"),
            // the pod's probes decide, not the image's own check
            Healthcheck = new HealthcheckConfig { Test = ["NONE"] },
            Labels = new Dictionary<string, string>(PodLabels.Of(sandbox, pod, spec.ContainerName(), plan.Attempt, plan.Infra.Attempt)) { [PodLabels.Image] = spec.Text("image") ?? "" },
            HostConfig = Host(plan),
        };
    }

    private static HostConfig Host(ContainerPlan plan)
    {
        (JsonObject pod, JsonObject spec) = (plan.Pod, plan.Container);
        JsonObject? security = spec.Object("securityContext");
        long memory = (long)Amount.Quantity(spec.Text("resources", "limits", "memory"));
        decimal cpu = Amount.Quantity(spec.Text("resources", "limits", "cpu"));
        decimal share = Amount.Quantity(spec.Text("resources", "requests", "cpu") ?? spec.Text("resources", "limits", "cpu"));
        List<string> options = [];
        if (security?["allowPrivilegeEscalation"] is JsonValue escalation && !escalation.GetValue<bool>())
        {
            options.Add("no-new-privileges:true");
        }

        if ((security.Text("seccompProfile", "type") ?? pod.Text("spec", "securityContext", "seccompProfile", "type")) == "Unconfined")
        {
            options.Add("seccomp=unconfined");
        }

        return new HostConfig
        {
            NetworkMode = $"container:{plan.Infra.Id}",
            IpcMode = $"container:{plan.Infra.Id}",
            Mounts = [.. plan.Mounts.Select(mount => new Mount { Type = "bind", Source = mount.Source, Target = mount.Target, ReadOnly = mount.ReadOnly })],
            ReadonlyRootfs = security.Flag("readOnlyRootFilesystem"),
            CapAdd = [.. security.Texts("capabilities", "add")],
            CapDrop = [.. security.Texts("capabilities", "drop")],
            SecurityOpt = options,
            GroupAdd = [.. Groups(pod)],
            Memory = memory,
            MemorySwap = memory,
            NanoCPUs = (long)(cpu * 1_000_000_000m),
            CPUShares = share > 0 ? Math.Max(2, (long)(share * 1024m)) : 0,
            LogConfig = new LogConfig { Type = "json-file", Config = LogLimits },
        };
    }

    private static IEnumerable<string> Groups(JsonObject pod)
    {
        JsonObject? context = pod.Object("spec", "securityContext");
        return context.Texts("supplementalGroups").Concat(context.Text("fsGroup") is { } group ? [group] : []);
    }

    private static string? User(JsonObject pod, JsonObject spec, string imageUser)
    {
        string? Setting(string name) => spec.Text("securityContext", name) ?? pod.Text("spec", "securityContext", name);
        string? user = Setting("runAsUser");
        string? group = Setting("runAsGroup");
        return (user, group) switch
        {
            (null, null) => null,
            (null, _) => $"{(imageUser.Split(':')[0] is { Length: > 0 } own ? own : "0")}:{group}",
            (_, null) => user,
            _ => $"{user}:{group}",
        };
    }

    // unique over all sandboxes of the engine, and readable in docker ps
    private static string Name(string sandbox, JsonObject pod, string container, int attempt) =>
        $"{sandbox}_{pod.Namespace()}_{pod.Name()}_{container}_{pod.Uid()[..8]}_{attempt}";
}
