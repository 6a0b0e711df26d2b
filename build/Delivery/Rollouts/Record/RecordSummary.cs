namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>What is known of a record without opening it.</summary>
internal sealed record RecordSummary(int Revision, string Result, string Uid);
