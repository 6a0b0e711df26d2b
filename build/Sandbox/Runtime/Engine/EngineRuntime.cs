using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Docker.DotNet;
using Docker.DotNet.Models;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Runtime.Engine;

/// <summary>Runs pods as containers of the local Docker Engine.</summary>
internal sealed partial class EngineRuntime(IDockerClient docker, string sandbox, string podCidr, ILogger<EngineRuntime> log) : IPodRuntime
{
    private readonly ConcurrentDictionary<string, ContainerInspectResponse> _ended = new();
    private readonly EngineNetwork _network = new(docker, sandbox, podCidr);

    public string Scheme => "docker";

    public bool RunsProbes => true;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await docker.System.PingAsync(cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or TimeoutException or IOException)
        {
            throw new SandboxException(
                $"Sandbox: Docker Engine does not answer: {error.Message} Start it (`dockerd`, or Docker Desktop); DOCKER_HOST says where it is if not in the usual place.", error);
        }

        await _network.EnsureAsync(cancellationToken);
        await PauseImage.EnsureAsync(docker, cancellationToken);
    }

    public async Task<IReadOnlyCollection<string>> ListPodsAsync(CancellationToken cancellationToken) =>
        [.. (await ListAsync($"{PodLabels.Sandbox}={sandbox}", cancellationToken))
            .Select(container => container.Labels.TryGetValue(PodLabels.PodUid, out string? uid) ? uid : "").Where(uid => uid.Length > 0).Distinct()];

    public async Task<PodSnapshot> InspectAsync(string podUid, CancellationToken cancellationToken)
    {
        IList<ContainerListResponse> listed = await ListAsync($"{PodLabels.PodUid}={podUid}", cancellationToken);
        ContainerInspectResponse?[] inspected = await Task.WhenAll(listed.Select(container => InspectContainerAsync(container.ID, cancellationToken)));
        PodInfra? infra = null;
        List<ContainerSnapshot> containers = [];
        foreach (ContainerInspectResponse container in inspected.OfType<ContainerInspectResponse>())
        {
            string name = container.Config!.Labels[PodLabels.Container];
            if (name.Length > 0)
            {
                containers.Add(Snapshot(container, name));
            }
            else if (infra is null || PodLabels.Count(container.Config!.Labels, PodLabels.Attempt) > infra.Attempt)
            {
                string? address = container.NetworkSettings!.Networks!.Values.Select(network => network.IPAddress).FirstOrDefault(ip => !string.IsNullOrEmpty(ip));
                infra = new PodInfra(container.ID, PodLabels.Count(container.Config!.Labels, PodLabels.Attempt), address ?? "", container.State!.Running && address is not null);
            }
        }

        return new PodSnapshot(infra, containers);
    }

    public async Task StartInfraAsync(JsonObject pod, int attempt, CancellationToken cancellationToken)
    {
        await StopInfraAsync(pod.Uid(), cancellationToken);
        CreateContainerResponse created = await docker.Containers.CreateContainerAsync(
            ContainerTranslation.Infra(sandbox, _network.Name, pod, attempt), cancellationToken);
        await docker.Containers.StartContainerAsync(created.ID, new ContainerStartParameters(), cancellationToken);
    }

    public async Task StopInfraAsync(string podUid, CancellationToken cancellationToken)
    {
        foreach (ContainerListResponse container in await ListAsync($"{PodLabels.PodUid}={podUid}", cancellationToken))
        {
            if (container.Labels[PodLabels.Container].Length == 0)
            {
                await RemoveContainerAsync(container.ID, cancellationToken);
            }
        }
    }

    public async Task<ImageFacts?> FindImageAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            ImageInspectResponse found = await docker.Images.InspectImageAsync(image, cancellationToken);
            return new ImageFacts(found.ID, found.RepoDigests?.FirstOrDefault() ?? found.ID, found.Config?.User ?? "", found.Size);
        }
        catch (DockerImageNotFoundException)
        {
            return null;
        }
    }

    public async Task<ImageFacts> PullImageAsync(string image, JsonObject pod, JsonObject container, CancellationToken cancellationToken)
    {
        string? problem = null;
        try
        {
            Listener<JSONMessage> progress = new(message => problem = message.Error?.Message ?? problem);
            (string name, string tag) = Split(image);
            await docker.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = name, Tag = tag }, new AuthConfig(), progress, cancellationToken);
        }
        catch (DockerApiException error)
        {
            problem = Said(error);
        }

        return problem is null && await FindImageAsync(image, cancellationToken) is { } found
            ? found
            : throw new ContainerException("ErrImagePull", problem ?? $"{image} was pulled but is not there");
    }

    public async Task StartContainerAsync(ContainerPlan plan, CancellationToken cancellationToken)
    {
        await DropOldAsync(plan, cancellationToken);
        string id;
        try
        {
            id = (await docker.Containers.CreateContainerAsync(ContainerTranslation.Container(sandbox, plan), cancellationToken)).ID;
        }
        catch (DockerApiException error)
        {
            throw new ContainerException("CreateContainerError", Said(error), error);
        }

        try
        {
            await docker.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellationToken);
        }
        catch (DockerApiException error)
        {
            throw new ContainerException("StartError", AsTold(Said(error)), error);
        }
    }

    public async Task SignalAsync(string containerId, bool kill, CancellationToken cancellationToken)
    {
        try
        {
            string signal = kill ? "SIGKILL"
                : (await docker.Containers.InspectContainerAsync(containerId, cancellationToken)).Config!.StopSignal is { Length: > 0 } own ? own : "SIGTERM";
            await docker.Containers.KillContainerAsync(containerId, new ContainerKillParameters { Signal = signal }, cancellationToken);
        }
        catch (DockerApiException error) when (IsGone(error))
        {
        }
    }

    public async Task RemoveContainerAsync(string containerId, CancellationToken cancellationToken)
    {
        try
        {
            _ended.TryRemove(containerId, out _);
            await docker.Containers.RemoveContainerAsync(containerId, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken);
        }
        catch (DockerApiException error) when (IsGone(error))
        {
        }
    }

    public async Task RemovePodAsync(string podUid, CancellationToken cancellationToken)
    {
        // the infra container last: the others live in its network
        foreach (ContainerListResponse container in (await ListAsync($"{PodLabels.PodUid}={podUid}", cancellationToken))
            .OrderByDescending(container => container.Labels[PodLabels.Container].Length > 0))
        {
            await RemoveContainerAsync(container.ID, cancellationToken);
        }
    }

    public async Task<int> ExecAsync(ContainerCommand command, Stream? input, Stream output, Stream error, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            ContainerExecCreateResponse exec = await docker.Exec.CreateContainerExecAsync(
                command.ContainerId,
                new ContainerExecCreateParameters { Cmd = [.. command.Words], TTY = command.Terminal, AttachStdin = input is not null, AttachStdout = true, AttachStderr = true },
                cancellationToken);
            using MultiplexedStream stream = await docker.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters { TTY = command.Terminal }, cancellationToken);
            limit.CancelAfter(command.Limit ?? Timeout.InfiniteTimeSpan);
            Task feeding = input is null ? Task.CompletedTask : FeedAsync(stream, input, cancellationToken);
            await stream.CopyOutputToAsync(Stream.Null, output, error, limit.Token);
            _ = feeding.ContinueWith(fed => fed.Exception, TaskContinuationOptions.OnlyOnFaulted);
            return (int)((await docker.Exec.InspectContainerExecAsync(exec.ID, cancellationToken)).ExitCode ?? 0);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        catch (DockerApiException refused)
        {
            throw new ContainerException("ExecError", Said(refused), refused);
        }
    }

    public async Task WriteLogAsync(string containerId, PodLogRequest request, Stream output, CancellationToken cancellationToken)
    {
        ContainerInspectResponse container = await docker.Containers.InspectContainerAsync(containerId, cancellationToken);
        using MultiplexedStream stream = await docker.Containers.GetContainerLogsAsync(
            containerId,
            new ContainerLogsParameters
            {
                ShowStdout = true,
                ShowStderr = true,
                Follow = request.Follow && container.State!.Running,
                Timestamps = request.Timestamps,
                Tail = request.TailLines?.ToString(CultureInfo.InvariantCulture) ?? "all",
                Since = request.Since is { } since ? (since.ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture) : null,
            },
            cancellationToken);
        if (request.LimitBytes is not { } limit)
        {
            await stream.CopyOutputToAsync(Stream.Null, output, output, cancellationToken);
            return;
        }

        byte[] buffer = new byte[16384];
        while (limit > 0)
        {
            MultiplexedStream.ReadResult read = await stream.ReadOutputAsync(buffer, 0, (int)Math.Min(buffer.Length, limit), cancellationToken);
            if (read.EOF)
            {
                return;
            }

            await output.WriteAsync(buffer.AsMemory(0, read.Count), cancellationToken);
            limit -= read.Count;
        }
    }

    public ValueTask DisposeAsync()
    {
        docker.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task FeedAsync(MultiplexedStream stream, Stream input, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[16384];
        int count;
        while ((count = await input.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await stream.WriteAsync(buffer, 0, count, cancellationToken);
        }

        stream.CloseWrite();
    }

    // the instance before the present one is kept: its log is what --previous shows
    private async Task DropOldAsync(ContainerPlan plan, CancellationToken cancellationToken)
    {
        string name = plan.Container.ContainerName();
        foreach (ContainerListResponse old in await ListAsync($"{PodLabels.PodUid}={plan.Pod.Uid()}", cancellationToken))
        {
            if (old.Labels[PodLabels.Container] == name && PodLabels.Count(old.Labels, PodLabels.Attempt) < plan.Attempt - 1)
            {
                await RemoveContainerAsync(old.ID, cancellationToken);
            }
        }
    }

    private Task<IList<ContainerListResponse>> ListAsync(string label, CancellationToken cancellationToken) =>
        docker.Containers.ListContainersAsync(
            new ContainersListParameters { All = true, Filters = PodLabels.Filter($"{PodLabels.Sandbox}={sandbox}", label) }, cancellationToken);

    private async Task<ContainerInspectResponse?> InspectContainerAsync(string id, CancellationToken cancellationToken)
    {
        if (_ended.TryGetValue(id, out ContainerInspectResponse? known))
        {
            return known;
        }

        try
        {
            ContainerInspectResponse container = await docker.Containers.InspectContainerAsync(id, cancellationToken);
            if (container.State!.Status == "exited" && container.Config!.Labels[PodLabels.Container].Length > 0)
            {
                _ended[id] = container;
            }

            return container;
        }
        catch (DockerApiException error) when (IsGone(error))
        {
            return null;
        }
    }

    private static ContainerSnapshot Snapshot(ContainerInspectResponse container, string name)
    {
        bool neverStarted = container.State!.Status == "created" && !string.IsNullOrEmpty(container.State!.Error);
        ContainerState state = container.State!.Running ? ContainerState.Running
            : container.State!.Status == "created" && !neverStarted ? ContainerState.Created
            : ContainerState.Exited;
        return new ContainerSnapshot(
            container.ID, name, PodLabels.Count(container.Config!.Labels, PodLabels.Attempt), PodLabels.Count(container.Config!.Labels, PodLabels.InfraAttempt), state)
        {
            StartedAt = neverStarted ? Created(container) : Time(container.State!.StartedAt),
            FinishedAt = neverStarted ? Created(container) : Time(container.State!.FinishedAt),
            ExitCode = neverStarted ? 128 : (int)container.State!.ExitCode,
            OutOfMemory = container.State!.OOMKilled,
            StartError = neverStarted ? AsTold(container.State!.Error) : null,
            ImageId = container.Image,
            Image = container.Config!.Labels.TryGetValue(PodLabels.Image, out string? image) ? image : null,
            User = Numeric(container.Config!.User),
        };
    }

    private static (long, long)? Numeric(string? user)
    {
        string[] parts = (string.IsNullOrEmpty(user) || user == "root" ? "0:0" : user).Split(':');
        return long.TryParse(parts[0], out long id) ? (id, parts.Length > 1 && long.TryParse(parts[1], out long group) ? group : 0) : null;
    }

    private static DateTimeOffset Created(ContainerInspectResponse container) => new(DateTime.SpecifyKind(container.Created, DateTimeKind.Utc));

    private static DateTimeOffset Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : default;

    private static (string Name, string Tag) Split(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
        {
            return (image[..image.IndexOf('@', StringComparison.Ordinal)], image[(image.IndexOf('@', StringComparison.Ordinal) + 1)..]);
        }

        int colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, "latest");
    }

    private static bool IsGone(DockerApiException error) => (int)error.StatusCode is 404 or 409;

    private static string Said(DockerApiException error) =>
        JsonText(error.ResponseBody) is { } message ? message.ReplaceLineEndings(" ").Trim() : error.Message;

    // as a kubelet hears it from containerd itself, without the engine between
    private static string AsTold(string error) =>
        $"{(error.StartsWith("failed to create shim task", StringComparison.Ordinal) ? "failed to create containerd task: " : "")}"
        + (error.EndsWith(": unknown", StringComparison.Ordinal) ? error[..^": unknown".Length] : error);

    private static string? JsonText(string? body)
    {
        try
        {
            return string.IsNullOrEmpty(body) ? null : JsonNode.Parse(body).Text("message");
        }
        catch (System.Text.Json.JsonException)
        {
            return body;
        }
    }

    private sealed class Listener<T>(Action<T> hear) : IProgress<T>
    {
        public void Report(T value) => hear(value);
    }
}
