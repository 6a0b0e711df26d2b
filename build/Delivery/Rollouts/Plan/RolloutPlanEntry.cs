namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>What a rollout would do with one object.</summary>
/// <param name="Object">As in <c>Deployment frontend/storefront</c>.</param>
/// <param name="Action">What would be done.</param>
/// <param name="Wave">When it would be its turn.</param>
/// <param name="Reason">Why, where it is not plain.</param>
/// <param name="Changes">Field by field; the values of Secrets are masked.</param>
public sealed record RolloutPlanEntry(string Object, ChangeAction Action, int Wave, string Reason, IReadOnlyList<FieldChange> Changes);
