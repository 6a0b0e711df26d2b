namespace SiteBuilder.Build.Tests.Support;

/// <summary>What a process left.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error);
