namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>Pods whose volumes or network do not come. Only events tell, and they stay when it is over: whatever is newer ends it.</summary>
internal static class SetUpProblems
{
    public static PodProblem? Of(PodEvidence evidence)
    {
        var last = evidence.Events.LastOrDefault(e => e.Text("reason") is "FailedMount" or "FailedAttachVolume" or "FailedCreatePodSandBox");
        if (evidence.IsSetUp || last is null || evidence.Events.Any(e => e.Text("reason") is "Pulling" or "Pulled" or "Created" or "Started" && e.When() >= last.When()))
        {
            return null;
        }

        var (reason, message) = (last.Text("reason")!, last.Text("message") ?? "");
        return reason switch
        {
            "FailedMount" or "FailedAttachVolume" => evidence.Problem(MissingObject.Of(message, evidence.Pod) is not null ? VerdictRules.MountMissing : VerdictRules.MountFails, reason, message),
            "FailedCreatePodSandBox" => evidence.Problem(VerdictRules.NetworkFails, reason, message),
            _ => null,
        };
    }
}
