using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>A pod's status from what the runtime has of it: pure, and the same for every runtime.</summary>
internal sealed class PodStatusBuilder(
    JsonObject pod, PodSnapshot snapshot, IReadOnlyDictionary<string, ContainerMemory> memory, NodeFacts node, string scheme, DateTimeOffset now,
    Func<string, int, string?> lastWords, (string Reason, string Message)? evicted = null)
{
    public JsonObject Build()
    {
        List<JsonObject> init = [.. pod.InitContainers().Select(container => Container(container, isInit: true))];
        List<JsonObject> main = [.. pod.Containers().Select(container => Container(container, isInit: false))];
        string phase = Phase(init, main);
        JsonObject status = new() { ["observedGeneration"] = pod.Generation(), ["phase"] = phase };
        status["conditions"] = Conditions(phase, init, main).ToJsonArray();
        status["hostIP"] = node.Address;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = node.Address });
        if ((snapshot.Address ?? pod.Text("status", "podIP")) is { Length: > 0 } address)
        {
            status["podIP"] = address;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
        }

        status["startTime"] = pod.Text("status", "startTime") ?? now.ToTimestamp();
        if (init.Count > 0)
        {
            status["initContainerStatuses"] = init.ToJsonArray();
        }

        status["containerStatuses"] = main.ToJsonArray();
        status["qosClass"] = pod.Text("status", "qosClass") ?? PodResources.QosClass(pod);
        status["resources"] = PodResources.Given(pod);
        if (status.Object("resources", "requests") is { } given)
        {
            status["allocatedResources"] = given.DeepClone();
        }

        if (phase == "Failed" && (evicted ?? (pod.Text("status", "reason") is { } told ? (told, pod.Text("status", "message") ?? "") : null)) is { } why)
        {
            (status["reason"], status["message"]) = (why.Reason, why.Message);
        }

        return status;
    }

    private string Phase(List<JsonObject> init, List<JsonObject> main)
    {
        if (pod.IsFinished())
        {
            return pod.Phase();
        }

        if (evicted is not null && !snapshot.Containers.Any(container => container.State == ContainerState.Running))
        {
            return "Failed";
        }

        JsonObject? failedInit = pod.InitContainers().Zip(init).Where(pair => !pair.First.IsSidecar()
            && pair.Second.Number("state", "terminated", "exitCode") is { } code and not 0 && !PodSpecs.RestartsAfter(pod, pair.First, (int)code))
            .Select(pair => pair.Second).FirstOrDefault();
        if (failedInit is not null)
        {
            return "Failed";
        }

        if (pod.InitContainers().Zip(init).Any(pair => !(pair.First.IsSidecar() ? pair.Second.Flag("started") : pair.Second.Number("state", "terminated", "exitCode") == 0))
            && !main.Any(HasRun))
        {
            return "Pending";
        }

        List<(JsonObject Spec, long? Code)> ends = [.. pod.Containers().Zip(main).Select(pair => (pair.First, pair.Second.Number("state", "terminated", "exitCode")))];
        bool sidecarsRun = pod.InitContainers().Any(container => container.IsSidecar() && snapshot.Latest(container.ContainerName()) is { State: ContainerState.Running });
        if (!sidecarsRun && ends.All(end => end.Code is { } code && (pod.IsDeleting() || !PodSpecs.RestartsAfter(pod, end.Spec, (int)code))))
        {
            return ends.All(end => end.Code == 0) ? "Succeeded" : "Failed";
        }

        return main.All(HasRun) ? "Running" : "Pending";
    }

    private static bool HasRun(JsonObject container) =>
        container.Object("state", "waiting") is null || container.Object("lastState", "terminated") is not null;

    private List<JsonObject> Conditions(string phase, List<JsonObject> init, List<JsonObject> main)
    {
        bool initialized = phase is "Succeeded" || pod.InitContainers().Zip(init).All(pair =>
            pair.First.IsSidecar() ? pair.Second.Flag("started") : pair.Second.Number("state", "terminated", "exitCode") == 0) || main.Any(HasRun);
        string? ended = phase switch { "Succeeded" => "PodCompleted", "Failed" => "PodFailed", _ => null };
        string[] pendingInit = [.. init.Where(container => container.Number("state", "terminated", "exitCode") != 0 && !container.Flag("ready")).Select(container => container.ContainerName())];
        string[] unready = [.. main.Where(container => !container.Flag("ready")).Select(container => container.ContainerName())];
        (string? Reason, string? Message) notReady = ended is not null ? (ended, null)
            : unready.Length > 0 ? ("ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]") : (null, null);
        (string? Reason, string? Message) gates = notReady;
        if (notReady.Reason is null && pod.Items("spec", "readinessGates").Select(gate => gate.Text("conditionType") ?? "")
            .FirstOrDefault(type => pod.Condition(type).Text("status") != "True") is { } gate)
        {
            gates = ("ReadinessGatesNotReady", $"corresponding condition of pod readiness gate \"{gate}\" does not exist.");
        }

        List<JsonObject> conditions =
        [
            Condition("PodReadyToStartContainers", snapshot.Infra is { Running: true } && ended is null, null, null),
            Condition("Initialized", initialized, initialized ? phase == "Succeeded" ? "PodCompleted" : null : "ContainersNotInitialized",
                initialized ? null : $"containers with incomplete status: [{string.Join(' ', pendingInit)}]"),
            Condition("Ready", gates.Reason is null, gates.Reason, gates.Message),
            Condition("ContainersReady", notReady.Reason is null, notReady.Reason, notReady.Message),
            Condition("PodScheduled", true, null, null),
        ];
        string[] own = [.. conditions.Select(condition => condition.Text("type")!)];
        conditions.AddRange(pod.Items("status", "conditions").Where(other => !own.Contains(other.Text("type"))).Select(other => other.Copy()));
        return conditions;
    }

    private JsonObject Condition(string type, bool holds, string? reason, string? message)
    {
        JsonObject condition = StatusWriter.Condition(pod, type, holds ? "True" : "False", reason, message, now);
        condition["observedGeneration"] = pod.Generation();
        condition["lastProbeTime"] = null;
        return condition;
    }

    private JsonObject Container(JsonObject spec, bool isInit)
    {
        string name = spec.ContainerName();
        ContainerMemory? known = memory.GetValueOrDefault(name);
        ContainerSnapshot? latest = snapshot.Latest(name);
        ContainerSnapshot? before = latest is null ? null : snapshot.Before(latest);
        JsonObject status = new() { ["name"] = name };
        bool waits = latest is null || latest.State == ContainerState.Created
            || (latest.State == ContainerState.Exited && known?.Waiting is not null && !pod.IsFinished());
        if (waits)
        {
            (string reason, string? message) = known?.Waiting
                ?? (!isInit && pod.InitContainers().Any() || isInit ? "PodInitializing" : "ContainerCreating", (string?)null);
            JsonObject waiting = new() { ["reason"] = reason };
            if (message is not null)
            {
                waiting["message"] = message;
            }

            status["state"] = new JsonObject { ["waiting"] = waiting };
            before = latest is { State: ContainerState.Exited } ? latest : before;
        }
        else
        {
            status["state"] = latest!.State == ContainerState.Running
                ? new JsonObject { ["running"] = new JsonObject { ["startedAt"] = latest.StartedAt.ToTimestamp() } }
                : new JsonObject { ["terminated"] = Terminated(latest) };
        }

        bool running = !waits && latest!.State == ContainerState.Running;
        bool started = running && (latest!.Started ?? (latest.Ready is not null || known?.Probes is null || known.Probes.Started));
        bool ready = isInit && !spec.IsSidecar()
            ? !waits && latest is { State: ContainerState.Exited, ExitCode: 0 }
            : started && (latest!.Ready ?? known?.Probes?.Ready ?? true);
        status["lastState"] = before is null ? OldLastState(name, latest) : new JsonObject { ["terminated"] = Terminated(before) };
        status["ready"] = ready;
        status["restartCount"] = latest?.Attempt ?? pod.Items("status", isInit ? "initContainerStatuses" : "containerStatuses")
            .FirstOrDefault(old => old.ContainerName() == name).Number("restartCount") ?? 0;
        status["image"] = spec.Text("image");
        status["imageID"] = latest?.ImageId ?? "";
        status["started"] = started;
        if (latest is not null)
        {
            status["containerID"] = Id(latest);
            status["resources"] = spec.At("resources")?.DeepClone() ?? new JsonObject();
            if (spec.Object("resources", "requests") is { } requests)
            {
                status["allocatedResources"] = requests.DeepClone();
            }

            if (latest.User is { } user)
            {
                status["user"] = new JsonObject { ["linux"] = User(user) };
            }
        }

        if (spec.Items("volumeMounts").Any())
        {
            status["volumeMounts"] = spec.Items("volumeMounts").Select(Mount).ToJsonArray();
        }

        return status;
    }

    // once the runtime has dropped an instance, the last status is the only one that knows it
    private JsonObject OldLastState(string name, ContainerSnapshot? latest) =>
        latest is { Attempt: > 0 } && pod.Items("status", "containerStatuses").FirstOrDefault(old => old.ContainerName() == name)?.Object("lastState") is { } last
            ? last.Copy()
            : [];

    private JsonObject User((long User, long Group) user)
    {
        IEnumerable<long> groups = pod.Object("spec", "securityContext") is { } context
            ? (context.Number("fsGroup") is { } group ? [group] : Array.Empty<long>()).Concat(context.Texts("supplementalGroups").Select(long.Parse))
            : [];
        return new JsonObject
        {
            ["uid"] = user.User,
            ["gid"] = user.Group,
            ["supplementalGroups"] = new[] { user.Group }.Concat(groups).Distinct().Select(group => JsonValue.Create(group)).ToJsonArray(),
        };
    }

    private JsonObject Terminated(ContainerSnapshot ended)
    {
        JsonObject terminated = new()
        {
            ["exitCode"] = ended.ExitCode,
            ["reason"] = ended.StartError is not null ? "StartError" : ended.OutOfMemory ? "OOMKilled" : ended.ExitCode == 0 ? "Completed" : "Error",
            ["startedAt"] = ended.StartedAt.ToTimestamp(),
            ["finishedAt"] = ended.FinishedAt.ToTimestamp(),
            ["containerID"] = Id(ended),
        };
        if ((ended.StartError ?? lastWords(ended.Name, ended.Attempt)) is { } message)
        {
            terminated["message"] = message;
        }

        return terminated;
    }

    private string Id(ContainerSnapshot container) => $"{scheme}://{container.Id}";

    private static JsonObject Mount(JsonObject mount)
    {
        JsonObject status = new() { ["name"] = mount.Text("name"), ["mountPath"] = mount.Text("mountPath") };
        if (mount.Flag("readOnly"))
        {
            status["readOnly"] = true;
            status["recursiveReadOnly"] = "Disabled";
        }

        return status;
    }
}
