using System.Collections;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Nuke.Common.IO;

namespace Nuke.Common;

/// <summary>Facts about the process and the machine.</summary>
public static class EnvironmentInfo
{
    /// <summary>Arguments of the process, without its name.</summary>
    public static IReadOnlyCollection<string> CommandLineArguments => [.. Environment.GetCommandLineArgs().Skip(1)];

    /// <summary>The current folder.</summary>
    public static AbsolutePath WorkingDirectory
    {
        get => Environment.CurrentDirectory;
        set => Environment.CurrentDirectory = value;
    }

    /// <summary>Whether this is Windows.</summary>
    public static bool IsWin => OperatingSystem.IsWindows();

    /// <summary>Whether this is Linux.</summary>
    public static bool IsLinux => OperatingSystem.IsLinux();

    /// <summary>Whether this is macOS.</summary>
    public static bool IsOsx => OperatingSystem.IsMacOS();

    /// <summary>Whether this is Linux or macOS.</summary>
    public static bool IsUnix => IsLinux || IsOsx;

    /// <summary>Whether the processor is of the Arm family.</summary>
    public static bool IsArm64 => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>The framework that the build was compiled for.</summary>
    public static FrameworkName Framework { get; } =
        new(System.Reflection.Assembly.GetEntryAssembly()?.GetCustomAttributes(false).OfType<TargetFrameworkAttribute>().FirstOrDefault()?.FrameworkName
            ?? ".NETCoreApp,Version=v10.0");

    /// <summary>The system.</summary>
    public static PlatformFamily Platform =>
        IsWin ? PlatformFamily.Windows : IsLinux ? PlatformFamily.Linux : IsOsx ? PlatformFamily.OSX : PlatformFamily.Unknown;

    /// <summary>The environment variables.</summary>
    public static ReadOnlyDictionary<string, string> Variables => new(Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(x => (string)x.Key, x => (string)x.Value, IsWin ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal));

    /// <summary>Whether the variable exists.</summary>
    public static bool HasVariable(string name, bool allowEmpty = true) =>
        Environment.GetEnvironmentVariable(name) is { } value && (allowEmpty || value.Length > 0);

    /// <summary>The variable's text, or null.</summary>
    public static string GetVariable(string name) => Environment.GetEnvironmentVariable(name);
}
