using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>What the calls on <see cref="ITargetDefinition"/> have said about one target.</summary>
internal sealed class TargetDefinition(ExecutableTarget target, INukeBuild build, Stack<PropertyInfo> overridden) : ITargetDefinition
{
    public List<Target> DependsOnTargets { get; } = [];

    public List<Target> DependentForTargets { get; } = [];

    public List<Target> BeforeTargets { get; } = [];

    public List<Target> AfterTargets { get; } = [];

    public List<Target> TriggersTargets { get; } = [];

    public List<Target> TriggeredByTargets { get; } = [];

    public List<(Target Target, string[] Artifacts)> ConsumedTargets { get; } = [];

    public ITargetDefinition Description(string description) => Do(() => target.Description = description);

    public ITargetDefinition Executes(params Action[] actions) => Do(() => target.Actions.AddRange(actions));

    public ITargetDefinition Executes<T>(Func<T> action) => Do(() => target.Actions.Add(() => action()));

    public ITargetDefinition Executes(Func<Task> action) => Do(() => target.Actions.Add(() => action().GetAwaiter().GetResult()));

    public ITargetDefinition DependsOn(params Target[] targets) => Do(() => DependsOnTargets.AddRange(targets));

    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets) => DependsOn(Of(targets));

    public ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets) => build is T ? DependsOn(targets) : this;

    public ITargetDefinition DependentFor(params Target[] targets) => Do(() => DependentForTargets.AddRange(targets));

    public ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets) => DependentFor(Of(targets));

    public ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets) => build is T ? DependentFor(targets) : this;

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, string conditionExpression = null) =>
        Do(() => target.DynamicConditions.Add((WithoutLambda(conditionExpression), condition)));

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, string conditionExpression = null) =>
        Do(() => target.StaticConditions.Add((WithoutLambda(conditionExpression), condition)));

    public ITargetDefinition Requires<T>(Expression<Func<T>> parameterRequirement, params Expression<Func<T>>[] parameterRequirements)
        where T : class => Require([parameterRequirement, .. parameterRequirements]);

    public ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : struct => Require([parameterRequirement, .. parameterRequirements]);

    public ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements) =>
        Require([requirement, .. requirements]);

    public ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior) => Do(() => target.DependencyBehavior = dependencyBehavior);

    public ITargetDefinition Before(params Target[] targets) => Do(() => BeforeTargets.AddRange(targets));

    public ITargetDefinition Before<T>(params Func<T, Target>[] targets) => Before(Of(targets));

    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets) => build is T ? Before(targets) : this;

    public ITargetDefinition After(params Target[] targets) => Do(() => AfterTargets.AddRange(targets));

    public ITargetDefinition After<T>(params Func<T, Target>[] targets) => After(Of(targets));

    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets) => build is T ? After(targets) : this;

    public ITargetDefinition Triggers(params Target[] targets) => Do(() => TriggersTargets.AddRange(targets));

    public ITargetDefinition Triggers<T>(params Func<T, Target>[] targets) => Triggers(Of(targets));

    public ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets) => build is T ? Triggers(targets) : this;

    public ITargetDefinition TriggeredBy(params Target[] targets) => Do(() => TriggeredByTargets.AddRange(targets));

    public ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets) => TriggeredBy(Of(targets));

    public ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets) => build is T ? TriggeredBy(targets) : this;

    public ITargetDefinition AssuredAfterFailure() => Do(() => target.AssuredAfterFailure = true);

    public ITargetDefinition ProceedAfterFailure() => Do(() => target.ProceedAfterFailure = true);

    public ITargetDefinition Unlisted() => Do(() => target.Listed = false);

    public ITargetDefinition Base()
    {
        Assert.True(overridden.Count > 0, $"Target '{target.Name}' has no base target");
        var property = overridden.Pop();
        return NonVirtual(property)(this);
    }

    public ITargetDefinition Inherit(params Target[] targets) => Do(() => Array.ForEach(targets, x => x(this)));

    public ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets) =>
        Do(() => Array.ForEach(targets, x => NonVirtual((PropertyInfo)x.Body.GetMember())(this)));

    public ITargetDefinition Produces(params string[] artifacts) => Do(() => target.ArtifactProducts.AddRange(artifacts));

    public ITargetDefinition Consumes(params Target[] targets) => Do(() => Array.ForEach(targets, x => ConsumedTargets.Add((x, []))));

    public ITargetDefinition Consumes<T>(params Func<T, Target>[] targets) => Consumes(Of(targets));

    public ITargetDefinition Consumes(Target target, params string[] artifacts) => Do(() => ConsumedTargets.Add((target, artifacts)));

    public ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts) => Consumes(Of([target])[0], artifacts);

    private static string WithoutLambda(string expression) =>
        expression != null && expression.StartsWith("() => ", StringComparison.Ordinal) ? expression[6..] : expression;

    // a virtual call would find the overriding property again
    private Target NonVirtual(PropertyInfo property)
    {
        var getter = property.GetMethod;
        Assert.False(getter.IsAbstract, $"Target '{property.DeclaringType}.{property.Name}' has no definition to take over");
        var call = (Func<Target>)Activator.CreateInstance(typeof(Func<Target>), build, getter.MethodHandle.GetFunctionPointer());
        return call();
    }

    private ITargetDefinition Do(Action change)
    {
        change();
        return this;
    }

    private ITargetDefinition Require(IEnumerable<LambdaExpression> requirements) =>
        Do(() => target.DelegateRequirements.AddRange(requirements));

    private Target[] Of<T>(Func<T, Target>[] targets)
    {
        if (build is T component)
            return [.. targets.Select(x => x(component))];
        throw new ArgumentException($"Target '{target.Name}' refers to component '{typeof(T).Name}', which type '{build.GetType().Name}' does not implement");
    }
}
