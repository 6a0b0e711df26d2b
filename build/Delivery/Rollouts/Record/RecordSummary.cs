namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>What is known of a record without opening it.</summary>
/// <param name="Parts">In how many Secrets it is kept.</param>
internal sealed record RecordSummary(int Revision, string Result, string Uid, int Parts);
