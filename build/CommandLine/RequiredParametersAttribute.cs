using System.Collections;
using System.Linq.Expressions;
using Nuke.Common;
using Nuke.Common.Execution;

namespace SiteBuilder.CommandLine;

/// <summary>
/// Says in one line which parameter a target lacks and where to give it, before anything runs and also without a terminal,
/// where Nuke would ask and fail.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiredParametersAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A parameter is missing.</exception>
    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        ArgumentNullException.ThrowIfNull(executionPlan);
        // --help and --plan run nothing; with --skip only Nuke knows what will run, and checks it itself
        if (Build.Help || Build.Plan || EnvironmentInfo.CommandLineArguments.Any(x => Text.Key(x) == "skip"))
            return;
        foreach (var target in executionPlan.Where(x => x.StaticConditions.TrueForAll(y => y.Item2())))
        {
            foreach (var requirement in target.DelegateRequirements.Where(x => x is not Expression<Func<bool>>))
                Check(target, requirement);
        }
    }

    private void Check(ExecutableTarget target, LambdaExpression requirement)
    {
        if (requirement.Compile(preferInterpretation: true).DynamicInvoke() is not (null or "" or ICollection { Count: 0 }))
            return;
        var body = requirement.Body is UnaryExpression convert ? convert.Operand : requirement.Body;
        var name = body is MemberExpression member ? Text.Kebab(member.Member.Name[(member.Member.Name.LastIndexOf('.') + 1)..]) : body.ToString();
        var option = KnownNames.Of(Build.GetType()).Option(name);
        var accepted = option?.Accepted == null ? null : $" ({string.Join(", ", option.Accepted)})";
        throw new ArgumentException(
            $"Target '{target.Name}' needs --{name}{accepted}: give it on the command line, " +
            $"as environment variable NUKE_{name.Replace('-', '_').ToUpperInvariant()} or in .nuke/parameters.json.");
    }
}
