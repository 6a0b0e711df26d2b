using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Preflight;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>Says in words of ours why the API server refuses an object, and what to do.</summary>
internal static class RefusalText
{
    /// <summary>The words in which the validation of the API's own kinds says that a field is what it was made.</summary>
    private static readonly string[] s_neverChanges = ["immutable", "may not change once set", "updates to statefulset spec for fields other than", "pod updates may not change fields other than", "cannot be changed", "cannot change roleref", "updates to parameters are forbidden", "updates to provisioner are forbidden", "updates to reclaimpolicy are forbidden", "updates to volumebindingmode are forbidden"];

    /// <summary>One line: object, what is wrong, remedy.</summary>
    public static string Of(ObjectKey key, ApiRefusedException refused)
    {
        if (refused.IsFieldConflict)
        {
            var owners = refused.Causes.Where(c => c.Reason == "FieldManagerConflict").Select(c => $"{c.Field} (owned by {Owner(c.Message)})");
            return Owned(key, owners);
        }

        if (NeverChanges(refused))
        {
            var anew = Recreation.IsPossible(key) ? $"; give the object a new name, or let it be deleted and made anew with annotation {RolloutNames.RecreateAnnotation}: {Recreation.Allowed}" : "; give the object a new name, or delete it by hand first";
            return $"{key}: a field that cannot change was changed: {refused.Message}{anew}";
        }

        if (refused.IsMisshapen)
        {
            return $"{key}: does not fit its kind: {refused.Message[(refused.Message.IndexOf("): ", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..]}; correct the manifest";
        }

        return $"{key}: the API server refuses it ({refused.Code} {refused.Reason}): {refused.Message}";
    }

    /// <summary>One line for fields that somebody else has set.</summary>
    /// <param name="owners">Such as <c>.data.key (owned by kubectl-edit)</c>.</param>
    public static string Owned(ObjectKey key, IEnumerable<string> owners) =>
        $"{key}: fields are owned by another manager: {string.Join(", ", owners)}; leave them out of the manifests, or set gates.rollout.drift (or --drift) to keep or take-back";

    /// <summary>Whether the server refuses because a field stays as it was made.</summary>
    public static bool NeverChanges(ApiRefusedException refused) => refused.IsInvalid && s_neverChanges.Any(text => refused.Message.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The manager in <c>conflict with "kubectl-edit" using apps/v1</c>.</summary>
    private static string Owner(string message)
    {
        var from = message.IndexOf('"', StringComparison.Ordinal);
        var to = from < 0 ? -1 : message.IndexOf('"', from + 1);
        return to < 0 ? message : message[(from + 1)..to];
    }
}
