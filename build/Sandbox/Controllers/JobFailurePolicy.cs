using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>What a Job's podFailurePolicy says of a failed pod.</summary>
/// <param name="Action">FailJob, FailIndex, Ignore or Count.</param>
/// <param name="Message">Why, for FailJob.</param>
internal readonly record struct JobFailurePolicy(string Action, string Message)
{
    public static JobFailurePolicy Of(JsonObject job, JsonObject pod)
    {
        int index = 0;
        foreach (JsonObject rule in job.Items("spec", "podFailurePolicy", "rules"))
        {
            string action = rule.Text("action") ?? "Count";
            string end = $"matching {action} rule at index {index}";
            if (rule.Object("onExitCodes") is { } codes && MatchedExit(codes, pod) is { } container)
            {
                return new JobFailurePolicy(action, $"Container {container.Text("name")} for pod {pod.Namespace()}/{pod.Name()} failed with exit code {container.Text("state", "terminated", "exitCode")} {end}");
            }

            JsonObject? matched = rule.Items("onPodConditions").FirstOrDefault(pattern => pod.Condition(pattern.Text("type") ?? "").Text("status") == (pattern.Text("status") ?? "True"));
            if (matched is not null)
            {
                return new JobFailurePolicy(action, $"Pod {pod.Namespace()}/{pod.Name()} has condition {matched.Text("type")} {end}");
            }

            index++;
        }

        return new JobFailurePolicy("Count", "");
    }

    private static JsonObject? MatchedExit(JsonObject codes, JsonObject pod)
    {
        long[] values = [.. (codes["values"] as JsonArray ?? []).Select(value => value.Number() ?? 0)];
        return pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses")).FirstOrDefault(container =>
            (codes.Text("containerName") is null or "" || codes.Text("containerName") == container.Text("name"))
            && container.Number("state", "terminated", "exitCode") is { } code and not 0
            && values.Contains(code) == (codes.Text("operator") == "In"));
    }
}
