namespace SiteBuilder.Delivery.Tools;

/// <summary>What a tool left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output, redacted.</param>
/// <param name="Error">Standard error, redacted.</param>
/// <param name="Elapsed">Wall-clock time.</param>
public sealed record ToolResult(int ExitCode, string Output, string Error, TimeSpan Elapsed);
