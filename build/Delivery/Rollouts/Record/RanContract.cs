namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>A contract migration that has taken something away from the data, so that releases made before it no longer fit.</summary>
/// <param name="Id">Its name: one of the annotation <c>sitebuilder.dev/contract</c>.</param>
/// <param name="Object">The object that carries it, as in <c>Job backend/sites-migrate</c>.</param>
/// <param name="Revision">The rollout that first brought it.</param>
public sealed record RanContract(string Id, string Object, int Revision);
