namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>A field that the release names and that somebody else has set to another value.</summary>
/// <param name="Path">As the API server writes it: <c>.spec.template.spec.containers[name="main"].image</c>.</param>
/// <param name="Manager">Who owns it, such as <c>kubectl-edit</c>.</param>
/// <param name="Theirs">JSON as it is; masked in a Secret.</param>
/// <param name="Ours">JSON as the release has it; masked in a Secret.</param>
/// <param name="LeftAlone">Whether it is theirs by right, whatever the policy: replicas of an autoscaler, a bundle of certificates that is filled in.</param>
internal sealed record ForeignField(string Path, string Manager, string Theirs, string Ours, bool LeftAlone);
