namespace SiteBuilder.CommandLine;

/// <summary>What happens around the build: the command line is checked, the environment cleaned, signals are listened to.</summary>
public static class EntryPoint
{
    private const int ErrorExitCode = -1;

    /// <summary>Runs the build, or says in one line on standard error why not.</summary>
    /// <param name="buildType">The class that composes the build.</param>
    /// <param name="args">Arguments of the process.</param>
    /// <param name="build">NukeBuild.Execute with its default target.</param>
    /// <returns>Exit code: the build's, or -1 (255) where the command line is wrong.</returns>
    public static int Run(Type buildType, string[] args, Func<int> build)
    {
        var known = KnownNames.Of(buildType);
        var line = TypedLine.Parse(args);
        var environment = CallerEnvironment.All();
        if ((StrictCommandLine.Check(known, line, environment) ?? ParameterFileCheck.Check(known, line, environment)) is { } error)
        {
            Console.Error.WriteLine(error);
            return ErrorExitCode;
        }

        CallerEnvironment.Prepare(known, line);
        Cancellation.Listen();
        return build();
    }
}
