namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>
/// Pods without a node, in the words of the scheduler: what stands before <c>preemption:</c> is why no node is right, what follows says of
/// each whether driving other pods off it would help.
/// </summary>
internal static class PlacementProblems
{
    public static PodProblem? Of(PodEvidence evidence)
    {
        if (evidence.Pod.Condition("PodScheduled") is not { } scheduled || !scheduled.Says("False") || scheduled.Text("reason") != "Unschedulable")
        {
            return null;
        }

        var message = scheduled.Text("message") ?? "";
        var rule = RuleOf(message);
        var isComing = rule.WantsNode && evidence.Events.Any(e => e.Text("reason") is "TriggeredScaleUp" or "Nominated");
        return evidence.Problem(isComing ? VerdictRules.NodeComing : rule, "Unschedulable", message);
    }

    private static VerdictRule RuleOf(string message)
    {
        if (Has(message, "persistentvolumeclaim"))
        {
            // whatever it is, the scheduler may end it by "not found", of the pods that it could drive off
            return MissingObject.Of(message) is not null ? VerdictRules.ClaimMissing : VerdictRules.ClaimUnbound;
        }

        var parts = message.Split("preemption:", 2, StringSplitOptions.None);
        return Has(parts[0], "were unschedulable") || Has(parts[0], "taint") ? VerdictRules.NodeAway
            : parts is [_, var preemption] && Has(preemption, "not helpful") && !Has(preemption, "No preemption victims") ? VerdictRules.NoSuchNode
            : Has(parts[0], "Insufficient") || Has(parts[0], "Too many pods") || Has(parts[0], "free ports") || Has(parts[0], "anti-affinity") ? VerdictRules.NoRoom
            : VerdictRules.NoSuchNode;
    }

    private static bool Has(string message, string text) => message.Contains(text, StringComparison.OrdinalIgnoreCase);
}
