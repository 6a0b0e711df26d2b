using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>The steps towards a running pod: volumes, network, init containers one after the other, then the containers.</summary>
internal sealed partial class PodWorker
{
    private async Task<DateTimeOffset?> RunAsync(JsonObject pod, PodSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (PodSpecs.WhyRefused(pod) is { } refused)
        {
            foreach (JsonObject container in pod.Containers())
            {
                Refuse(pod, container, "CreateContainerConfigError", refused);
            }

            return null;
        }

        if (snapshot.Infra is not { Running: true } infra)
        {
            // what shared the lost network is of no use without it
            foreach (ContainerSnapshot stray in snapshot.Containers.Where(container => container.State == ContainerState.Running))
            {
                await runtime.SignalAsync(stray.Id, kill: true, cancellationToken);
            }

            if (snapshot.Containers.Count > 0 && pod.Text("spec", "restartPolicy") == "Never")
            {
                return null;
            }
        }

        IReadOnlyDictionary<string, string> folders;
        try
        {
            folders = volumes.Prepare(pod, snapshot.Address, node.Address, node.Token);
        }
        catch (ContainerException missing)
        {
            events.Warning(pod, "FailedMount", missing.Message);
            return time.GetUtcNow() + Retry;
        }

        if (snapshot.Infra is not { Running: true })
        {
            await runtime.StartInfraAsync(pod, (snapshot.Infra?.Attempt ?? -1) + 1, cancellationToken);
            snapshot = await runtime.InspectAsync(uid, cancellationToken);
            infra = snapshot.Infra ?? throw new InvalidOperationException($"the network of pod {key.Namespace}/{key.Name} was made but is not there");
            WriteStatus(objects.Get(key) ?? pod, snapshot);
        }
        else
        {
            infra = snapshot.Infra;
        }

        if (IsOver(pod, snapshot, infra))
        {
            return await EndSidecarsAsync(pod, snapshot, cancellationToken);
        }

        DateTimeOffset? due = null;
        foreach (JsonObject container in pod.InitContainers())
        {
            ContainerSnapshot? latest = snapshot.Latest(container.ContainerName());
            bool fresh = latest?.InfraAttempt == infra.Attempt;
            bool done = container.IsSidecar()
                ? fresh && latest!.State == ContainerState.Running && (Memory(container.ContainerName()).Probes?.Started ?? true)
                : fresh && latest is { State: ContainerState.Exited, ExitCode: 0 };
            if (done)
            {
                continue;
            }

            if (!fresh || latest!.State != ContainerState.Running)
            {
                due = Earlier(due, await StartAsync(pod, container, latest, fresh, infra, folders, cancellationToken));
            }

            return due;
        }

        foreach (JsonObject container in pod.Containers())
        {
            ContainerSnapshot? latest = snapshot.Latest(container.ContainerName());
            due = Earlier(due, latest is { State: ContainerState.Running }
                ? await KeepAsync(pod, container, latest, infra, cancellationToken)
                : await StartAsync(pod, container, latest, latest?.InfraAttempt == infra.Attempt, infra, folders, cancellationToken));
        }

        return due;
    }

    // a running container ends when its liveness or startup probe wants it to
    private async Task<DateTimeOffset?> KeepAsync(
        JsonObject pod, JsonObject container, ContainerSnapshot running, PodInfra infra, CancellationToken cancellationToken)
    {
        ContainerMemory memory = Memory(running.Name);
        memory.Waiting = null;
        if (running.Image is not null && running.Image != container.Text("image") && memory.Ending?.ContainerId != running.Id)
        {
            BeginEnding(
                pod, container, running, time.GetUtcNow().AddSeconds(pod.Number("spec", "terminationGracePeriodSeconds") ?? 30),
                $"Container {running.Name} definition changed, will be restarted", infra.Address, CancellationToken.None);
        }

        if (memory.Probes?.Failed is { } probe && memory.Ending?.ContainerId != running.Id)
        {
            long grace = container.Number(probe == "Liveness" ? "livenessProbe" : "startupProbe", "terminationGracePeriodSeconds")
                ?? pod.Number("spec", "terminationGracePeriodSeconds") ?? 30;
            BeginEnding(
                pod, container, running, time.GetUtcNow().AddSeconds(grace),
                $"Container {running.Name} failed {probe.ToLowerInvariant()} probe, will be restarted", infra.Address, CancellationToken.None);
        }

        return memory.Ending?.ContainerId == running.Id ? await AdvanceEndingAsync(running, cancellationToken) : null;
    }

    private async Task<DateTimeOffset?> StartAsync(
        JsonObject pod, JsonObject container, ContainerSnapshot? latest, bool fresh, PodInfra infra, IReadOnlyDictionary<string, string> folders,
        CancellationToken cancellationToken)
    {
        ContainerMemory memory = Memory(container.ContainerName());
        DateTimeOffset now = time.GetUtcNow();
        if (latest is { State: ContainerState.Exited } ended && fresh)
        {
            if (!PodSpecs.RestartsAfter(pod, container, ended.ExitCode))
            {
                memory.Waiting = null;
                return null;
            }

            TimeSpan delay = memory.CrashDelay(ended);
            if (ended.FinishedAt + delay > now)
            {
                string text = delay.TotalSeconds >= 60 ? $"{(int)delay.TotalMinutes}m{delay.Seconds}s" : $"{delay.TotalSeconds:0}s";
                string what = $"restarting failed container={container.ContainerName()} pod={pod.FullName()}";
                if (memory.Waiting?.Reason != "CrashLoopBackOff")
                {
                    events.Record(pod, "Warning", "BackOff", $"Back-off restarting failed container {container.ContainerName()} in pod {pod.FullName()}", PodSpecs.FieldPath(pod, container));
                }

                memory.Waiting = ("CrashLoopBackOff", $"back-off {text} {what}");
                return ended.FinishedAt + delay;
            }
        }

        if (memory.RetryAt > now)
        {
            if (memory.PullError is { } error && memory.Waiting?.Reason == "ErrImagePull")
            {
                Refuse(pod, container, "ImagePullBackOff", $"Back-off pulling image \"{container.Text("image")}\": ErrImagePull: {error}");
                events.Record(pod, "Normal", "BackOff", $"Back-off pulling image \"{container.Text("image")}\"", PodSpecs.FieldPath(pod, container));
            }

            return memory.RetryAt;
        }

        try
        {
            if (await ImageAsync(pod, container, memory, cancellationToken) is not { } image)
            {
                // one look shows ErrImagePull, the next ImagePullBackOff
                return now;
            }

            ContainerPlan plan = Plan(pod, container, (latest?.Attempt ?? PreviousAttempts(pod, container)) + 1, infra, image, folders);
            events.Record(pod, "Normal", "Created", $"Container created", PodSpecs.FieldPath(pod, container));
            await runtime.StartContainerAsync(plan, cancellationToken);
            events.Record(pod, "Normal", "Started", $"Container started", PodSpecs.FieldPath(pod, container));
            if (container.Object("lifecycle", "postStart") is { } hook && runtime.RunsProbes && !await PostStartAsync(pod, container, hook, infra, cancellationToken))
            {
                return null;
            }

            memory.Waiting = null;
            memory.RetryAt = null;
            return null;
        }
        catch (ContainerException problem)
        {
            string said = problem.Reason is "InvalidImageName" or "ErrImageNeverPull" ? problem.Reason : problem.Message;
            events.Record(pod, "Warning", "Failed", $"Error: {said}", PodSpecs.FieldPath(pod, container));
            if (problem.Reason == "StartError")
            {
                memory.Waiting = null;
                return time.GetUtcNow();
            }

            memory.Waiting = (problem.Reason, problem.Message);
            memory.RetryAt = time.GetUtcNow() + Retry;
            return memory.RetryAt;
        }
    }

    // false: the hook failed, and the container with it
    private async Task<bool> PostStartAsync(JsonObject pod, JsonObject container, JsonObject hook, PodInfra infra, CancellationToken cancellationToken)
    {
        if ((await runtime.InspectAsync(uid, cancellationToken)).Latest(container.ContainerName()) is not { State: ContainerState.Running } running)
        {
            return true;
        }

        using CancellationTokenSource run = Interruptible(cancellationToken);
        if (await new LifecycleHooks(runtime, prober).RunAsync(hook, pod, container, running.Id, infra.Address, time, run.Token) is not { } problem)
        {
            return true;
        }

        events.Record(pod, "Warning", "FailedPostStartHook", "PostStartHook failed", PodSpecs.FieldPath(pod, container));
        Memory(running.Name).Waiting = ("PostStartHookError", problem);
        long grace = pod.Number("spec", "terminationGracePeriodSeconds") ?? 30;
        BeginEnding(pod, container, running, time.GetUtcNow().AddSeconds(grace), "FailedPostStartHook", infra.Address, cancellationToken);
        await AdvanceEndingAsync(running, cancellationToken);
        return false;
    }

    private async Task<ImageFacts?> ImageAsync(JsonObject pod, JsonObject container, ContainerMemory memory, CancellationToken cancellationToken)
    {
        string image = container.Text("image") ?? "";
        string policy = container.Text("imagePullPolicy") ?? "IfNotPresent";
        string place = PodSpecs.FieldPath(pod, container);
        if (ImageReference.Problem(image) is { } invalid)
        {
            events.Record(pod, "Warning", "InspectFailed", invalid, place);
            throw new ContainerException("InvalidImageName", invalid);
        }

        if (policy != "Always" && await runtime.FindImageAsync(image, cancellationToken) is { } found)
        {
            memory.PullSucceeded();
            events.Record(pod, "Normal", "Pulled", $"Container image \"{image}\" already present on machine and can be accessed by the pod", place);
            return found;
        }

        if (policy == "Never")
        {
            string absent = $"Container image \"{image}\" is not present with pull policy of Never";
            events.Record(pod, "Warning", "ErrImageNeverPull", absent, place);
            throw new ContainerException("ErrImageNeverPull", absent);
        }

        events.Record(pod, "Normal", "Pulling", $"Pulling image \"{image}\"", place);
        DateTimeOffset begin = time.GetUtcNow();
        try
        {
            using CancellationTokenSource pull = Interruptible(cancellationToken);
            ImageFacts pulled = await runtime.PullImageAsync(image, pod, container, pull.Token);
            string took = (time.GetUtcNow() - begin).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            events.Record(pod, "Normal", "Pulled", $"Successfully pulled image \"{image}\" in {took}s ({took}s including waiting). Image size: {pulled.Size} bytes.", place);
            memory.PullSucceeded();
            return pulled;
        }
        catch (ContainerException error)
        {
            events.Record(pod, "Warning", "Failed", $"Failed to pull image \"{image}\": {error.Message}", place);
            Refuse(pod, container, "ErrImagePull", error.Message);
            memory.PullFailed(error.Message, time.GetUtcNow());
            return null;
        }
    }

    private void Refuse(JsonObject pod, JsonObject container, string reason, string message)
    {
        Memory(container.ContainerName()).Waiting = (reason, message);
        events.Record(pod, "Warning", "Failed", reason == "CreateContainerConfigError" ? $"Error: {message}" : $"Error: {reason}", PodSpecs.FieldPath(pod, container));
    }

    // containers that were removed behind the sandbox's back still count as restarts
    private static int PreviousAttempts(JsonObject pod, JsonObject container) =>
        pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses"))
            .FirstOrDefault(status => status.ContainerName() == container.ContainerName() && status.Text("containerID") is { Length: > 0 })
            .Number("restartCount") is { } count ? (int)count : -1;

    private ContainerPlan Plan(
        JsonObject pod, JsonObject container, int attempt, PodInfra infra, ImageFacts image, IReadOnlyDictionary<string, string> folders)
    {
        CheckUser(pod, container, image);
        PodEnvironment environment = new(objects, pod, container, infra.Address, node.Address);
        IReadOnlyDictionary<string, string> values = environment.Build();
        List<ContainerMount> mounts = [];
        foreach (JsonObject mount in container.Items("volumeMounts"))
        {
            string source = folders.GetValueOrDefault(mount.Text("name") ?? "")
                ?? throw new ContainerException("CreateContainerConfigError", $"volume \"{mount.Text("name")}\" not found");
            string? subPath = mount.Text("subPath") ?? (mount.Text("subPathExpr") is { } expression ? environment.Expand(expression) : null);
            if (!string.IsNullOrEmpty(subPath))
            {
                string inside = Path.GetFullPath(Path.Combine(source, subPath));
                if (!inside.StartsWith(source + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                {
                    throw new ContainerException("CreateContainerConfigError", $"subPath \"{subPath}\" leads out of volume \"{mount.Text("name")}\"");
                }

                if (!Path.Exists(inside))
                {
                    Directory.CreateDirectory(inside);
                    FileModes.SetMode(inside, 0b111_111_101);
                }

                source = inside;
            }

            mounts.Add(new ContainerMount(source, mount.Text("mountPath") ?? "/", mount.Flag("readOnly")));
        }

        mounts.Add(new ContainerMount(
            volumes.TerminationLog(uid, container.ContainerName(), attempt), container.Text("terminationMessagePath") ?? "/dev/termination-log", false));
        mounts.AddRange(NameFiles(pod, infra.Address));
        return new ContainerPlan(pod, container, attempt, infra, image)
        {
            Command = [.. container.Texts("command").Select(environment.Expand)],
            Arguments = [.. container.Texts("args").Select(environment.Expand)],
            Environment = [.. values.Select(entry => $"{entry.Key}={entry.Value}")],
            Mounts = [.. mounts.DistinctBy(mount => mount.Target)],
        };
    }

    private IEnumerable<ContainerMount> NameFiles(JsonObject pod, string address)
    {
        string hosts = PodNames.Hosts(pod, address);
        yield return new ContainerMount(volumes.WriteFile(uid, "hosts", hosts), "/etc/hosts", false);
        if (PodNames.Resolver(pod, node.DnsAddress) is { } resolver)
        {
            yield return new ContainerMount(volumes.WriteFile(uid, "resolv.conf", resolver), "/etc/resolv.conf", false);
        }
    }

    private static void CheckUser(JsonObject pod, JsonObject container, ImageFacts image)
    {
        JsonNode? Setting(string name) => container.At("securityContext", name) ?? pod.At("spec", "securityContext", name);
        if (Setting("runAsNonRoot") is JsonValue nonRoot && nonRoot.GetValue<bool>())
        {
            string name = container.ContainerName();
            string user = Setting("runAsUser").Text() ?? image.User.Split(':')[0];
            if (user is "" or "0" or "root")
            {
                string who = Setting("runAsUser") is null ? "image will run as root" : "container's runAsUser breaks non-root policy";
                throw new ContainerException("CreateContainerConfigError", $"container has runAsNonRoot and {who} (pod: \"{pod.FullName()}\", container: {name})");
            }

            if (!long.TryParse(user, out _))
            {
                throw new ContainerException(
                    "CreateContainerConfigError",
                    $"container has runAsNonRoot and image has non-numeric user ({user}), cannot verify user is non-root (pod: \"{pod.FullName()}\", container: {name})");
            }
        }
    }

    private void WatchProbes(JsonObject pod, PodSnapshot snapshot)
    {
        foreach (JsonObject container in pod.InitContainers().Concat(pod.Containers()))
        {
            ContainerMemory memory = Memory(container.ContainerName());
            ContainerSnapshot? latest = snapshot.Latest(container.ContainerName());
            bool wanted = runtime.RunsProbes && latest is { State: ContainerState.Running } && !pod.IsDeleting();
            if (memory.Probes is not null && (!wanted || memory.Probes.ContainerId != latest!.Id))
            {
                memory.Probes.Dispose();
                memory.Probes = null;
            }

            if (wanted && memory.Probes is null)
            {
                string? address = snapshot.Address;
                string id = latest!.Id;
                JsonObject? told = pod.Items("status", "containerStatuses").FirstOrDefault(status => status.Text("containerID") == $"{runtime.Scheme}://{id}");
                memory.Probes = new ContainerProbes(
                    id, container, readyBefore: told.Flag("ready"),
                    (probe, timeout, stop) => prober.RunAsync(probe, container, id, address, timeout, time, stop),
                    (kind, said) => events.Record(pod, "Warning", "Unhealthy", $"{kind} probe failed: {said}", PodSpecs.FieldPath(pod, container)),
                    () => Notify(), time);
            }
        }
    }
}
