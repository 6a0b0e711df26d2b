using System.Text;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI;

/// <summary>Base of attributes that describe a build server's file.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public abstract class ConfigurationAttributeBase : Attribute, IConfigurationGenerator
{
    /// <summary>The running build.</summary>
    public INukeBuild Build { get; internal set; }

    /// <inheritdoc/>
    public string DisplayName => IdPostfix == null ? HostName : $"{HostName} ({IdPostfix})";

    /// <inheritdoc/>
    public string HostName => HostType.Name;

    /// <inheritdoc/>
    public string Id => IdPostfix == null ? HostName : $"{HostName}_{IdPostfix}";

    /// <summary>What tells several files of one build server apart, or null.</summary>
    public virtual string IdPostfix => null;

    /// <summary>Whether each run at a desk brings the files up to date; default true.</summary>
    public bool AutoGenerate { get; set; } = true;

    /// <inheritdoc/>
    public abstract Type HostType { get; }

    /// <summary>The file that the build server reads.</summary>
    public abstract AbsolutePath ConfigurationFile { get; }

    /// <inheritdoc/>
    public abstract IEnumerable<AbsolutePath> GeneratedFiles { get; }

    /// <summary>Targets that the file runs.</summary>
    public abstract IEnumerable<string> RelevantTargetNames { get; }

    /// <summary>Targets that the file leaves out.</summary>
    public abstract IEnumerable<string> IrrelevantTargetNames { get; }

    /// <summary>The entry script, from the root.</summary>
    protected virtual string BuildCmdPath =>
        NukeBuild.RootDirectory.GetFiles("build.cmd", depth: 2).FirstOrDefault() is { } file
            ? Path.GetRelativePath(NukeBuild.RootDirectory, file).Replace('\\', '/')
            : "build.cmd";

    /// <summary>Writer in the style of the file.</summary>
    public abstract CustomFileWriter CreateWriter(StreamWriter streamWriter);

    /// <summary>What the file says.</summary>
    public abstract ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets);

    /// <inheritdoc/>
    public void Generate(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        var relevant = RelevantTargetNames
            .Select(x => ExecutionPlanner.Find(executableTargets, x))
            .Where(x => !IrrelevantTargetNames.Contains(x.Name))
            .ToList();
        using var stream = CreateStream();
        var writer = CreateWriter(stream);
        GeneratedFileHeader.Write(writer, this);
        GetConfiguration(relevant).Write(writer);
    }

    /// <summary>Opens the file.</summary>
    protected virtual StreamWriter CreateStream()
    {
        ConfigurationFile.Parent.CreateDirectory();
        return new StreamWriter(ConfigurationFile, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
    }
}
