namespace SiteBuilder.Delivery.Rollouts.Plan.Saved;

/// <summary>A live object as it was when the plan was made.</summary>
/// <param name="Uid">Its UID.</param>
/// <param name="ResourceVersion">Its resource version, to be told; status and fields of others change it too, so it decides nothing.</param>
/// <param name="Fields">Hash of the fields that the release manages, with their values; of the whole object where it manages none yet.</param>
public sealed record SavedLive(string Uid, string ResourceVersion, string Fields);
