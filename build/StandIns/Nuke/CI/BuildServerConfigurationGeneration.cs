namespace Nuke.Common.CI;

/// <summary>The command line option that writes a build server's files.</summary>
public static class BuildServerConfigurationGeneration
{
    /// <summary>Name of the option.</summary>
    public const string ConfigurationParameterName = "generate-configuration";

    /// <summary>Whether this run only writes files.</summary>
    public static bool IsActive => ConfigurationGeneration.Requested != null;
}
