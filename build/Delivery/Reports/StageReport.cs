namespace SiteBuilder.Delivery.Reports;

/// <summary>What one of the five stages did.</summary>
/// <param name="Stage">Name of the target, such as <c>BuildImages</c>.</param>
/// <param name="Elapsed">Wall-clock time.</param>
/// <param name="Outcome">One line, such as <c>2 built, 5 unchanged</c>.</param>
/// <param name="Changed">False where everything was as it should be already.</param>
public sealed record StageReport(string Stage, TimeSpan Elapsed, string Outcome, bool Changed);
