namespace Nuke.Common.Execution;

/// <summary>A console, and every place that is no known build server.</summary>
public class Terminal : Host
{
    /// <summary>Whether there is a terminal.</summary>
    public static bool IsRunningTerminal => Environment.GetEnvironmentVariable("TERM") != null;
}
