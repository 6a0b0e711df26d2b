using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>
/// Containers that end again and again. The restarts and the last end tell; a container that runs again has its chance: what it depends on
/// may have come by now. A pod of a Job may fail as often as the Job allows: the Job's own condition tells.
/// </summary>
internal static class CrashProblems
{
    private const int StartTries = 2;

    private static readonly string[] s_cannotStart = ["executable file not found", "no such file or directory", "permission denied", "exec format error"];

    public static PodProblem? Of(PodEvidence evidence, JsonObject status)
    {
        var ended = (status.At("state", "terminated") ?? status.At("lastState", "terminated")) as JsonObject;
        if (status.Flag("ready") || status.At("state", "running") is not null || ended is null || evidence.IsOfJob)
        {
            return null;
        }

        var ends = (status.Number("restartCount") ?? 0) + 1;
        var said = ended.Text("message") ?? "";
        var cannotStart = ended.Text("reason") is "StartError" or "ContainerCannotRun" && s_cannotStart.Any(text => said.Contains(text, StringComparison.OrdinalIgnoreCase));
        if (ends < (cannotStart ? StartTries : evidence.CrashEnds))
        {
            return null;
        }

        var (rule, reason) = cannotStart ? (VerdictRules.CannotStart, ended.Text("reason")!) : Kind(evidence, status, ended);
        var exitCode = (int?)ended.Number("exitCode");
        return evidence.Problem(IsBefore(evidence, ended) ? VerdictRules.CrashBefore : rule, reason, $"ended {ends} times, last with exit code {exitCode}{(said.Length > 0 ? $": {said}" : "")}", status) with
        {
            ExitCode = exitCode,
            LikelyFix = rule.LikelyFix,
        };
    }

    private static (VerdictRule Rule, string Reason) Kind(PodEvidence evidence, JsonObject status, JsonObject ended)
    {
        var name = status.Text("name");
        return ended.Text("reason") == "OOMKilled" ? (VerdictRules.OutOfMemory, "OOMKilled")
            : Tells("FailedPostStartHook", "") ? (VerdictRules.HookFails, "PostStartHookError")
            : Tells("Killing", "failed liveness probe") ? (VerdictRules.ProbeKills, "LivenessProbeFailed")
            : Tells("Killing", "failed startup probe") ? (VerdictRules.ProbeKills, "StartupProbeFailed")
            : (VerdictRules.CrashLoop, "CrashLoopBackOff");

        bool Tells(string reason, string message) =>
            evidence.Events.Any(e => e.Text("reason") == reason && e.IsAboutContainer(name) && (e.Text("message") ?? "").Contains(message, StringComparison.Ordinal));
    }

    /// <summary>Whether the last start was before the release was written. One that failed has no start, only an end.</summary>
    private static bool IsBefore(PodEvidence evidence, JsonObject ended)
    {
        var start = EventFacts.Time(ended.Text("startedAt"));
        return evidence.IsOlder && (start.Year > 1970 ? start : EventFacts.Time(ended.Text("finishedAt"))) < evidence.Since;
    }
}
