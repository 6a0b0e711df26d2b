using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>Pods that are ended: by their own deadline, or because they are gone from the cluster; and the last words of their containers.</summary>
internal sealed partial class PodWorker
{
    private const int MostLastLines = 80;
    private const int MostLastWords = 2048;

    private static readonly (string Reason, string Message) Late = ("DeadlineExceeded", "Pod was active on the node longer than the specified deadline");

    private static DateTimeOffset? Deadline(JsonObject pod) =>
        pod.Number("spec", "activeDeadlineSeconds") is { } seconds ? pod.Time("status", "startTime")?.AddSeconds(seconds) : null;

    private bool IsPastDeadline(JsonObject pod) => _isLate || Deadline(pod) <= time.GetUtcNow();

    private async Task<DateTimeOffset?> EvictAsync(JsonObject pod, PodSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (!_isLate)
        {
            _isLate = true;
            events.Normal(pod, Late.Reason, Late.Message);
        }

        DateTimeOffset deadline = time.GetUtcNow().AddSeconds(pod.Number("spec", "terminationGracePeriodSeconds") ?? 30);
        DateTimeOffset? due = null;
        foreach (ContainerSnapshot container in snapshot.Containers.Where(container => container.State == ContainerState.Running))
        {
            JsonObject spec = Spec(pod, container.Name);
            BeginEnding(pod, spec, container, deadline, $"Stopping container {container.Name}", snapshot.Address, cancellationToken);
            due = Earlier(due, await AdvanceEndingAsync(container, cancellationToken));
        }

        snapshot = await runtime.InspectAsync(uid, cancellationToken);
        await KeepLastWordsAsync(pod, snapshot, cancellationToken);
        return WriteStatus(pod, snapshot) ? time.GetUtcNow() : due;
    }

    // nothing is to run any more but the sidecars
    private static bool IsOver(JsonObject pod, PodSnapshot snapshot, PodInfra infra) => pod.Containers().All(container =>
        snapshot.Latest(container.ContainerName()) is { State: ContainerState.Exited } ended && ended.InfraAttempt == infra.Attempt && !PodSpecs.RestartsAfter(pod, container, ended.ExitCode));

    // the last one begun ends first
    private async Task<DateTimeOffset?> EndSidecarsAsync(JsonObject pod, PodSnapshot snapshot, CancellationToken cancellationToken)
    {
        foreach (JsonObject spec in pod.InitContainers().Reverse())
        {
            if (snapshot.Latest(spec.ContainerName()) is { State: ContainerState.Running } running)
            {
                DateTimeOffset deadline = time.GetUtcNow().AddSeconds(pod.Number("spec", "terminationGracePeriodSeconds") ?? 30);
                BeginEnding(pod, spec, running, deadline, $"Stopping container {running.Name}", snapshot.Address, cancellationToken);
                return await AdvanceEndingAsync(running, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>Which of the running containers end now: sidecars wait until the others have ended, the last one begun goes first.</summary>
    private static List<ContainerSnapshot> NextToEnd(JsonObject pod, List<ContainerSnapshot> running)
    {
        List<string> sidecars = [.. pod.InitContainers().Where(PodSpecs.IsSidecar).Select(container => container.ContainerName())];
        List<ContainerSnapshot> others = [.. running.Where(container => !sidecars.Contains(container.Name))];
        return others.Count > 0 ? others : [.. running.OrderByDescending(container => sidecars.IndexOf(container.Name)).Take(1)];
    }

    // a pod that left the cluster at once still had containers here
    private async Task TellOfKillingAsync(CancellationToken cancellationToken)
    {
        if (_last is not { } pod)
        {
            return;
        }

        foreach (ContainerSnapshot container in (await runtime.InspectAsync(uid, cancellationToken)).Containers.Where(container =>
            container.State == ContainerState.Running && Memory(container.Name).Ending?.ContainerId != container.Id))
        {
            events.Record(pod, "Normal", "Killing", $"Stopping container {container.Name}", PodSpecs.FieldPath(pod, Spec(pod, container.Name)));
        }
    }

    // FallbackToLogsOnError: who failed without a message is quoted from the log
    private async Task KeepLastWordsAsync(JsonObject pod, PodSnapshot snapshot, CancellationToken cancellationToken)
    {
        foreach (ContainerSnapshot ended in snapshot.Containers.Where(container => container is { State: ContainerState.Exited, ExitCode: not 0, StartError: null }))
        {
            if (Spec(pod, ended.Name).Text("terminationMessagePolicy") != "FallbackToLogsOnError" || !_quoted.Add(ended.Id) || volumes.LastWords(uid, ended.Name, ended.Attempt) is not null)
            {
                continue;
            }

            using MemoryStream log = new();
            await runtime.WriteLogAsync(ended.Id, new PodLogRequest(pod, ended.Name) { TailLines = MostLastLines }, log, cancellationToken);
            byte[] words = log.ToArray();
            volumes.SetLastWords(uid, ended.Name, ended.Attempt, words[Math.Max(0, words.Length - MostLastWords)..]);
        }
    }

    private static JsonObject Spec(JsonObject pod, string container) =>
        pod.InitContainers().Concat(pod.Containers()).FirstOrDefault(candidate => candidate.ContainerName() == container) ?? [];
}
