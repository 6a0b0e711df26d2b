namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>One cause of a refusal, as the API server's Status lists it.</summary>
/// <param name="Reason">Such as <c>FieldValueInvalid</c> or <c>FieldManagerConflict</c>.</param>
/// <param name="Message">In words.</param>
/// <param name="Field">Path of the field, where one is to blame.</param>
internal sealed record StatusCause(string Reason, string Message, string? Field);
