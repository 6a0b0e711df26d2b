namespace SiteBuilder.Delivery.Rollouts.State;

/// <summary>One object of a release as it is.</summary>
/// <param name="Object">As in <c>Deployment shop/web</c>.</param>
/// <param name="Condition">How it stands.</param>
/// <param name="Reason">Why; may be empty.</param>
/// <param name="Drift">What others have changed of it.</param>
public sealed record ObjectState(string Object, ObjectCondition Condition, string Reason, IReadOnlyList<DriftedField> Drift);
