namespace Nuke.Common.Execution;

/// <summary>Finds the value of a parameter: command line, environment, profiles, parameters.json.</summary>
internal sealed class ParameterService(
    CommandLineArguments commandLine,
    IReadOnlyDictionary<string, string> environment,
    Func<ParameterFiles> files)
{
    private static readonly Lazy<ParameterService> s_instance = new(() => new ParameterService(
        CommandLineArguments.Parse(EnvironmentInfo.CommandLineArguments),
        EnvironmentInfo.Variables,
        () => ParameterFiles.Load(NukeBuild.RootDirectory, NukeBuild.LoadedLocalProfiles)));

    private readonly Lazy<ParameterFiles> lazyFiles = new(files);

    public static ParameterService Instance => s_instance.Value;

    public IReadOnlyList<string> Positional => commandLine.Positional;

    /// <summary>Reads the files now, so that a broken one is said once and not for each parameter.</summary>
    public void LoadFiles() => _ = lazyFiles.Value;

    public object GetValue(ParameterDescription parameter) =>
        TryFind(parameter.Name, useFiles: true, out var values) ? ParameterConversion.To(parameter, values) : null;

    /// <summary>For the few parameters that must be known before the files can be found.</summary>
    public object GetValueWithoutFiles(ParameterDescription parameter) =>
        TryFind(parameter.Name, useFiles: false, out var values) ? ParameterConversion.To(parameter, values) : null;

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit));

    private bool TryFind(string name, bool useFiles, out IReadOnlyList<string> values)
    {
        if (commandLine.TryGet(name, out values))
            return true;
        if (FromEnvironment(name) is { } text)
        {
            values = [text];
            return true;
        }

        return useFiles && lazyFiles.Value.TryGet(name, out values);
    }

    private string FromEnvironment(string name)
    {
        string found = null;
        foreach (var (key, value) in environment)
        {
            var letters = Letters(key);
            if (string.Equals(letters, "NUKE" + name, StringComparison.OrdinalIgnoreCase))
                return value;
            if (string.Equals(letters, name, StringComparison.OrdinalIgnoreCase))
                found = value;
        }

        return found;
    }
}
