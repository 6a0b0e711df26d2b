namespace SiteBuilder.Delivery.Testing;

/// <summary>A test that failed.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Message">What it said.</param>
/// <param name="Trace">Where; null = not known.</param>
public sealed record FailedTest(string Name, string Message, string? Trace);
