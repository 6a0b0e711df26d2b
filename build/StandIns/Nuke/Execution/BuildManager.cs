using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Nuke.Common.CI;
using Nuke.Common.Utilities;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>Runs a build from its command line to its exit code.</summary>
internal static class BuildManager
{
    private const int ErrorExitCode = -1;

    public static int Execute<T>(Expression<Func<T, Target>>[] defaultTargetExpressions)
        where T : NukeBuild
    {
        if (Console.IsOutputRedirected || !OperatingSystem.IsWindows())
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        NukeBuild build = null;
        try
        {
            build = (NukeBuild)Activator.CreateInstance(typeof(T), nonPublic: true);
            Logging.Configure(build);
            ParameterService.Instance.LoadFiles();
            ValueInjector.Inject(build);
            build.ExecutableTargets = ExecutableTargetFactory.CreateAll(build, defaultTargetExpressions);

            if (ConfigurationGeneration.Requested is { } id)
                return ConfigurationGeneration.Generate(build, id);
            if (NukeBuild.IsLocalBuild)
            {
                SchemaFile.Update(build);
                ConfigurationGeneration.Update(build);
            }

            build.OnBuildCreated();
            ForEach<IOnBuildCreated>(build, x => x.OnBuildCreated(build.ExecutableTargets));
            if (!build.NoLogo && !IsDisabled(build, DefaultOutput.Logo))
                NukeBuild.Host.WriteLogo();
            return Run(build);
        }
        catch (Exception exception)
        {
            NukeBuild.Host.Theme.WriteError(exception.Unwrap().Message);
            return build?.ExitCode ?? ErrorExitCode;
        }
        finally
        {
            Log.CloseAndFlush();
        }
    }

    public static bool IsDisabled(INukeBuild build, DefaultOutput output) => build.GetType()
        .GetCustomAttributes<DisableDefaultOutputAttribute>()
        .Any(x => x.DisabledOutputs.Contains(output) && x.IsApplicable(build));

    public static void ForEach<T>(NukeBuild build, Action<T> action)
        where T : IBuildExtension
    {
        var types = build.GetType().GetInterfaces().Prepend(build.GetType());
        foreach (var extension in types.SelectMany(x => x.GetCustomAttributes()).OfType<T>().OrderByDescending(x => x.Priority))
        {
            if (extension is BuildExtensionAttributeBase attribute)
                attribute.Build = build;
            action(extension);
        }
    }

    private static int Run(NukeBuild build)
    {
        build.ExecutionPlan = ExecutionPlanner.Plan(build.ExecutableTargets, TargetArguments.Invoked());
        foreach (var target in build.ExecutionPlan)
            target.Status = ExecutionStatus.Scheduled;

        if (build.Help || build.ExecutionPlan.Count == 0)
        {
            Console.WriteLine(HelpText.For(build));
            return 0;
        }

        if (build.Plan)
        {
            Console.WriteLine(PlanText.For(build.ExecutionPlan));
            Console.WriteLine($"{Environment.NewLine}As a drawing: {PlanPage.Write(build)}");
            return 0;
        }

        try
        {
            build.OnBuildInitialized();
            ForEach<IOnBuildInitialized>(build, x => x.OnBuildInitialized(build.ExecutableTargets, build.ExecutionPlan));
            TargetSkipper.Mark(build.ExecutionPlan, TargetArguments.Skipped(build.ExecutableTargets));
            RequirementService.Validate(build, build.ScheduledTargets);
            new BuildExecutor(build).Run();
        }
        catch (Exception exception)
        {
            NukeBuild.Host.Theme.WriteError(exception.Unwrap().Message);
            build.ExitCode ??= ErrorExitCode;
        }

        Finish(build);
        return build.ExitCode ?? (build.IsSucceeding ? 0 : ErrorExitCode);
    }

    private static void Finish(NukeBuild build)
    {
        foreach (var target in build.ExecutionPlan.Where(x => x.Status == ExecutionStatus.Scheduled))
            target.Status = ExecutionStatus.NotRun;

        if (!IsDisabled(build, DefaultOutput.ErrorsAndWarnings))
            NukeBuild.Host.WriteErrorsAndWarnings();
        if (!IsDisabled(build, DefaultOutput.TargetOutcome))
            NukeBuild.Host.WriteTargetOutcome(build);
        if (!IsDisabled(build, DefaultOutput.BuildOutcome))
            NukeBuild.Host.WriteBuildOutcome(build);
        build.OnBuildFinished();
        ForEach<IOnBuildFinished>(build, x => x.OnBuildFinished());
    }
}
