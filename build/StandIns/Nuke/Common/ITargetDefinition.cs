using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Nuke.Common;

/// <summary>How a target is defined; each call adds to the definition.</summary>
public interface ITargetDefinition
{
    /// <summary>What --help says.</summary>
    ITargetDefinition Description(string description);

    /// <summary>What the target does.</summary>
    ITargetDefinition Executes(params Action[] actions);

    /// <summary>What the target does; the result is dropped.</summary>
    ITargetDefinition Executes<T>(Func<T> action);

    /// <summary>What the target does.</summary>
    ITargetDefinition Executes(Func<Task> action);

    /// <summary>Targets that run before this one.</summary>
    ITargetDefinition DependsOn(params Target[] targets);

    /// <summary>Targets of a component that run before this one.</summary>
    ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets);

    /// <summary>Targets of a component that run before this one, where the build has the component.</summary>
    ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets);

    /// <summary>Targets for which this one runs first.</summary>
    ITargetDefinition DependentFor(params Target[] targets);

    /// <summary>Targets of a component for which this one runs first.</summary>
    ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets);

    /// <summary>Targets of a component for which this one runs first, where the build has the component.</summary>
    ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets);

    /// <summary>Skips the target where the condition, asked right before it runs, is false.</summary>
    ITargetDefinition OnlyWhenDynamic(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string conditionExpression = null);

    /// <summary>Skips the target where the condition, asked before any target runs, is false.</summary>
    ITargetDefinition OnlyWhenStatic(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string conditionExpression = null);

    /// <summary>Members that must have a value before any target runs.</summary>
    ITargetDefinition Requires<T>(Expression<Func<T>> parameterRequirement, params Expression<Func<T>>[] parameterRequirements)
        where T : class;

    /// <summary>Members that must have a value before any target runs.</summary>
    ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : struct;

    /// <summary>Conditions that must hold before any target runs.</summary>
    ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements);

    /// <summary>What happens to the dependencies where this target is skipped.</summary>
    ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior);

    /// <summary>Targets that run after this one where both run.</summary>
    ITargetDefinition Before(params Target[] targets);

    /// <summary>Targets of a component that run after this one where both run.</summary>
    ITargetDefinition Before<T>(params Func<T, Target>[] targets);

    /// <summary>Targets of a component that run after this one where both run and the build has the component.</summary>
    ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that run before this one where both run.</summary>
    ITargetDefinition After(params Target[] targets);

    /// <summary>Targets of a component that run before this one where both run.</summary>
    ITargetDefinition After<T>(params Func<T, Target>[] targets);

    /// <summary>Targets of a component that run before this one where both run and the build has the component.</summary>
    ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that this one brings into the run, after it.</summary>
    ITargetDefinition Triggers(params Target[] targets);

    /// <summary>Targets of a component that this one brings into the run, after it.</summary>
    ITargetDefinition Triggers<T>(params Func<T, Target>[] targets);

    /// <summary>The same, where the build has the component.</summary>
    ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that bring this one into the run, after them.</summary>
    ITargetDefinition TriggeredBy(params Target[] targets);

    /// <summary>Targets of a component that bring this one into the run, after them.</summary>
    ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets);

    /// <summary>The same, where the build has the component.</summary>
    ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets);

    /// <summary>Runs the target even where the build has failed.</summary>
    ITargetDefinition AssuredAfterFailure();

    /// <summary>Lets the build go on where this target fails.</summary>
    ITargetDefinition ProceedAfterFailure();

    /// <summary>Leaves the target out of --help.</summary>
    ITargetDefinition Unlisted();

    /// <summary>Takes over the definition of the overridden target.</summary>
    ITargetDefinition Base();

    /// <summary>Takes over the definitions of other targets.</summary>
    ITargetDefinition Inherit(params Target[] targets);

    /// <summary>Takes over the definitions of a component's targets.</summary>
    ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets);

    /// <summary>Files that the target makes.</summary>
    ITargetDefinition Produces(params string[] artifacts);

    /// <summary>Targets whose files this one reads.</summary>
    ITargetDefinition Consumes(params Target[] targets);

    /// <summary>Targets of a component whose files this one reads.</summary>
    ITargetDefinition Consumes<T>(params Func<T, Target>[] targets);

    /// <summary>A target of which this one reads some files.</summary>
    ITargetDefinition Consumes(Target target, params string[] artifacts);

    /// <summary>A target of a component of which this one reads some files.</summary>
    ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts);
}
