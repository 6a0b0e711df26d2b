using System.Reflection;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    private static readonly Lazy<AbsolutePath> s_rootDirectory = new(FindRootDirectory);
    private static readonly Lazy<AbsolutePath> s_buildProjectFile = new(FindBuildProjectFile);
    private static Host s_host;

    /// <summary>The folder that holds .nuke: --root, or the first one upwards from the current folder or the build program.</summary>
    [Parameter("Root directory during build execution.", Name = "Root")]
    public static AbsolutePath RootDirectory => s_rootDirectory.Value;

    /// <summary>.nuke/temp.</summary>
    public static AbsolutePath TemporaryDirectory => RootDirectory / ".nuke" / "temp";

    /// <summary>The compiled build program.</summary>
    public static AbsolutePath BuildAssemblyFile => (Assembly.GetEntryAssembly() ?? typeof(NukeBuild).Assembly).Location;

    /// <summary>Folder of the compiled build program.</summary>
    public static AbsolutePath BuildAssemblyDirectory => BuildAssemblyFile.Parent;

    /// <summary>The build project, or null.</summary>
    public static AbsolutePath BuildProjectFile => s_buildProjectFile.Value;

    /// <summary>Folder of the build project, or null.</summary>
    public static AbsolutePath BuildProjectDirectory => BuildProjectFile?.Parent;

    /// <summary>How much is written to the console; default Normal.</summary>
    [Parameter("Logging verbosity during build execution. Default is 'Normal'.")]
    public static Verbosity Verbosity
    {
        get => (Verbosity)Logging.Level;
        set => Logging.Level = (LogLevel)value;
    }

    /// <summary>Where the build runs; default: found out.</summary>
    [Parameter("Host for execution. Default is 'automatic'.")]
    public static Host Host
    {
        get => s_host ??= (Host)ParameterService.Instance.GetValueWithoutFiles(new ParameterDescription("Host", typeof(Host), null)) ?? Host.Detect();
        set => s_host = value;
    }

    /// <summary>Profiles whose parameter files are read.</summary>
    [Parameter("Defines the profiles to load.", Name = "Profile")]
    public static string[] LoadedLocalProfiles =>
        (string[])ParameterService.Instance.GetValueWithoutFiles(new ParameterDescription("Profile", typeof(string[]), null)) ?? [];

    /// <summary>Whether the build runs at a desk.</summary>
    public static bool IsLocalBuild => !IsServerBuild;

    /// <summary>Whether the build runs on a build server.</summary>
    public static bool IsServerBuild => Host is IBuildServer;

    AbsolutePath INukeBuild.RootDirectory => RootDirectory;

    AbsolutePath INukeBuild.TemporaryDirectory => TemporaryDirectory;

    AbsolutePath INukeBuild.BuildAssemblyFile => BuildAssemblyFile;

    AbsolutePath INukeBuild.BuildAssemblyDirectory => BuildAssemblyDirectory;

    AbsolutePath INukeBuild.BuildProjectDirectory => BuildProjectDirectory;

    AbsolutePath INukeBuild.BuildProjectFile => BuildProjectFile;

    Verbosity INukeBuild.Verbosity => Verbosity;

    Host INukeBuild.Host => Host;

    bool INukeBuild.IsLocalBuild => IsLocalBuild;

    bool INukeBuild.IsServerBuild => IsServerBuild;

    private static AbsolutePath FindRootDirectory()
    {
        var named = ParameterService.Instance.GetValueWithoutFiles(new ParameterDescription("Root", typeof(AbsolutePath), null));
        bool IsRoot(AbsolutePath x) => Directory.Exists(x / ".nuke");
        return (AbsolutePath)named
            ?? EnvironmentInfo.WorkingDirectory.FindParentOrSelf(IsRoot)
            ?? BuildAssemblyDirectory.FindParentOrSelf(IsRoot)
            ?? throw new ArgumentException($"Neither '{EnvironmentInfo.WorkingDirectory}' nor '{BuildAssemblyDirectory}' is inside a folder with a .nuke folder; name it with --root");
    }

    private static AbsolutePath FindBuildProjectFile() => BuildAssemblyDirectory
        .FindParentOrSelf(x => x.GetFiles("*.csproj").Any())?
        .GetFiles("*.csproj")
        .First();
}
