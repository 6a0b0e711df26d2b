using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>Makes the targets of a build from its properties and those of its components.</summary>
internal static class ExecutableTargetFactory
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IReadOnlyCollection<ExecutableTarget> CreateAll(NukeBuild build, IEnumerable<LambdaExpression> defaultTargets)
    {
        var defaults = defaultTargets.Select(x => TargetProperties.NameOf(x.GetMember())).ToHashSet();
        var targets = new List<ExecutableTarget>();
        var definitions = new List<(ExecutableTarget Target, TargetDefinition Definition)>();

        foreach (var property in TargetProperties.Of(build.GetType()))
        {
            var factory = (Target)property.GetValue(build);
            var name = TargetProperties.NameOf(property);
            var target = new ExecutableTarget { Name = name, Member = property, Factory = factory, IsDefault = defaults.Contains(name) };
            targets.Add(target);
        }

        foreach (var target in targets)
        {
            var definition = new TargetDefinition(target, build, Overridden((PropertyInfo)target.Member));
            ((Target)target.Factory)(definition);
            definitions.Add((target, definition));
        }

        foreach (var (target, definition) in definitions)
            Relate(target, definition, targets);
        return targets;
    }

    private static void Relate(ExecutableTarget target, TargetDefinition definition, List<ExecutableTarget> all)
    {
        ExecutableTarget Find(Target factory) => all.FirstOrDefault(x => x.Factory.Equals(factory))
            ?? throw new ArgumentException($"Target '{target.Name}' refers to a target that is no property of the build");

        target.ExecutionDependencies.AddRange(definition.DependsOnTargets.Select(Find));
        target.OrderDependencies.AddRange(definition.AfterTargets.Select(Find));
        target.TriggerDependencies.AddRange(definition.TriggeredByTargets.Select(Find));
        target.Triggers.AddRange(definition.TriggersTargets.Select(Find));
        foreach (var other in definition.DependentForTargets.Select(Find))
            other.ExecutionDependencies.Add(target);
        foreach (var other in definition.BeforeTargets.Select(Find))
            other.OrderDependencies.Add(target);
        foreach (var other in definition.TriggersTargets.Select(Find))
            other.TriggerDependencies.Add(target);
        foreach (var other in definition.TriggeredByTargets.Select(Find))
            other.Triggers.Add(target);
        foreach (var (factory, artifacts) in definition.ConsumedTargets)
        {
            var other = Find(factory);
            target.ArtifactDependencies.AddRange(other, artifacts.Length > 0 ? artifacts : other.ArtifactProducts);
        }
    }

    private static Stack<PropertyInfo> Overridden(PropertyInfo property)
    {
        var found = new Stack<PropertyInfo>();
        for (var type = property.DeclaringType.BaseType; type != null; type = type.BaseType)
        {
            if (type.GetProperty(property.Name, Declared) is { } inherited)
                found.Push(inherited);
        }

        return new Stack<PropertyInfo>(found);
    }
}
