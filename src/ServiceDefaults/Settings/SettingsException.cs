namespace SiteBuilder.ServiceDefaults.Settings;

/// <summary>Settings with which a service cannot start; the message lists every problem and how to set each right.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems)
    : Exception("cannot start with these settings:" + string.Concat(problems.Select(problem => $"\n  - {problem}")))
{
    /// <summary>One sentence for each problem.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
