namespace SiteBuilder.Delivery.Rollouts;

/// <summary>Marks a rollout as one that goes back.</summary>
/// <param name="To">The revision whose objects it applies.</param>
/// <param name="From">The newest revision when that was decided; a newer one meanwhile ends it.</param>
internal sealed record WayBack(int To, int From);
