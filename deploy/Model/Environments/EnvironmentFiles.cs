using SiteBuilder.Model.Environments.Loading;

namespace SiteBuilder.Model.Environments;

/// <summary>The folder <c>deploy/environments</c>: every <c>*.yaml</c> in it is an environment.</summary>
public static class EnvironmentFiles
{
    /// <summary>The names of the environments in a folder, sorted.</summary>
    public static IReadOnlyList<string> Names(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Reads and validates one environment.</summary>
    /// <exception cref="EnvironmentFileException">There is no such file, or it has problems; all of them are listed together.</exception>
    public static DeliveryEnvironment Load(string folder, string name)
    {
        var names = Names(folder);
        return names.Contains(name, StringComparer.Ordinal) ? Load(folder, name, null) : throw new EnvironmentFileException(Unknown(folder, name, names));
    }

    /// <summary>Reads and validates all environments of a folder, in the order of their names.</summary>
    /// <exception cref="EnvironmentFileException">Files have problems, or two of them name the same cluster; all of all files are listed together.</exception>
    public static IReadOnlyList<DeliveryEnvironment> LoadAll(string folder)
    {
        var environments = new List<DeliveryEnvironment>();
        var (wrong, clusters) = (new List<EnvironmentFileException>(), new TakenClusters());
        foreach (var name in Names(folder))
        {
            try
            {
                environments.Add(Load(folder, name, clusters));
            }
            catch (EnvironmentFileException error)
            {
                wrong.Add(error);
            }
        }

        return wrong.Count == 0 ? environments : throw EnvironmentFileException.Of(wrong);
    }

    /// <summary>Reads and validates the text of one environment.</summary>
    /// <param name="file">What problems are reported under.</param>
    /// <param name="name">The environment's name.</param>
    /// <param name="text">The YAML.</param>
    /// <exception cref="EnvironmentFileException">The text has problems; all of them are listed together.</exception>
    public static DeliveryEnvironment Parse(string file, string name, string text) => Parse(file, name, text, null);

    private static DeliveryEnvironment Load(string folder, string name, TakenClusters? clusters)
    {
        var file = Path.Combine(folder, name + ".yaml");
        return Parse(file, name, File.ReadAllText(file), clusters);
    }

    private static DeliveryEnvironment Parse(string file, string name, string text, TakenClusters? clusters)
    {
        var problems = new ProblemList(file);
        var root = YamlDocument.Read(text, problems);
        var environment = root is null ? null : EnvironmentReader.Read(name, root);
        if (!problems.Any)
        {
            clusters?.Take(file, environment!.Cluster, root!.Section("cluster"));
        }

        return problems.Any || environment is null ? throw new EnvironmentFileException(file, problems.Sorted()) : environment;
    }

    private static string Unknown(string folder, string name, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return $"There is no environment '{name}': {folder} has no *.yaml file.";
        }

        var existing = $"It has: {string.Join(", ", names)}.";
        return NearestName.Of(name, names) is { } nearest
            ? $"There is no environment '{name}' in {folder}; did you mean '{nearest}'? {existing}"
            : $"There is no environment '{name}' in {folder}. {existing}";
    }
}
