using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Serilog;

namespace Nuke.Common.CI;

/// <summary>Writes the files of the build servers that the build class names.</summary>
internal static class ConfigurationGeneration
{
    /// <summary>The value of --generate-configuration, or null.</summary>
    public static string Requested => (string)ParameterService.Instance.GetValueWithoutFiles(
        new ParameterDescription(BuildServerConfigurationGeneration.ConfigurationParameterName.Replace("-", null), typeof(string), null));

    /// <summary>Writes the files of one generator; 0 where it is known.</summary>
    public static int Generate(NukeBuild build, string id)
    {
        var generators = Generators(build);
        var generator = generators.FirstOrDefault(x => string.Equals(x.Id, id, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"Configuration '{id}' does not exist. Available configurations are: {string.Join(", ", generators.Select(x => x.Id))}");
        generator.Generate(build.ExecutableTargets);
        return 0;
    }

    /// <summary>Writes files that the build program has outgrown, and says so.</summary>
    public static void Update(NukeBuild build)
    {
        foreach (var generator in Generators(build).Where(x => x.AutoGenerate))
        {
            var files = generator.GeneratedFiles.ToList();
            if (!files.Exists(BuildStamp.IsNewerThan))
                continue;
            var before = files.ConvertAll(ReadOrNull);
            generator.Generate(build.ExecutableTargets);
            if (!before.SequenceEqual(files.ConvertAll(ReadOrNull)))
                Log.Warning("Configuration files for {Configuration} have changed.", generator.DisplayName);
        }
    }

    private static string ReadOrNull(AbsolutePath file) => file.FileExists() ? file.ReadAllText() : null;

    private static List<ConfigurationAttributeBase> Generators(NukeBuild build)
    {
        var generators = build.GetType().GetCustomAttributes<ConfigurationAttributeBase>().ToList();
        generators.ForEach(x => x.Build = build);
        return generators;
    }
}
