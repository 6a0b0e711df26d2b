using System.Collections;
using System.Linq.Expressions;

namespace Nuke.Common.Execution;

/// <summary>Checks before the run that what the targets require is there.</summary>
internal static class RequirementService
{
    public static void Validate(NukeBuild build, IEnumerable<ExecutableTarget> targets)
    {
        foreach (var member in ParameterDescription.InjectedMembers(build.GetType()).Where(x => x.IsDefined(typeof(RequiredAttribute), inherit: true)))
            Check(ParameterDescription.NameOf(member), ParameterDescription.ValueOf(member, build), "Member");

        foreach (var target in targets)
        {
            foreach (var requirement in target.DelegateRequirements)
                Check(target, requirement);
        }
    }

    private static void Check(ExecutableTarget target, LambdaExpression requirement)
    {
        if (requirement is Expression<Func<bool>> condition)
        {
            Assert.True(condition.Compile(preferInterpretation: true)(), $"Target '{target.Name}' requires '{requirement.Body}'");
            return;
        }

        Check(ParameterDescription.NameOf(requirement.GetMember()), requirement.Compile(preferInterpretation: true).DynamicInvoke(), $"Target '{target.Name}' requires member");
    }

    private static void Check(string name, object value, string subject)
    {
        var missing = value is null or "" || (value is ICollection { Count: 0 });
        Assert.False(missing, subject == "Member" ? $"Member '{name}' is required to be not null" : $"{subject} '{name}' to be not null or empty");
    }
}
