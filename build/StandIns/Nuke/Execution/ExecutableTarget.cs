using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Utilities.Collections;

namespace Nuke.Common.Execution;

/// <summary>A target with its relations resolved and its state in this run.</summary>
[DebuggerDisplay("{Name}")]
public class ExecutableTarget
{
    /// <summary>The property that declares the target.</summary>
    public MemberInfo Member { get; internal set; }

    /// <summary>Name of the property.</summary>
    public string Name { get; internal set; }

    /// <summary>What --help says, or null.</summary>
    public string Description { get; internal set; }

    /// <summary>Whether --help shows it.</summary>
    public bool Listed { get; internal set; } = true;

    /// <summary>The delegate that the property returns.</summary>
    public Delegate Factory { get; internal set; }

    /// <summary>Conditions asked right before the target runs.</summary>
    public List<(string Text, Func<bool> Delegate)> DynamicConditions { get; } = [];

    /// <summary>Conditions asked before any target runs.</summary>
    public List<(string Text, Func<bool> Delegate)> StaticConditions { get; } = [];

    /// <summary>What happens to the dependencies where this target is skipped.</summary>
    public DependencyBehavior DependencyBehavior { get; internal set; }

    /// <summary>Whether it runs even where the build has failed.</summary>
    public bool AssuredAfterFailure { get; internal set; }

    /// <summary>Whether the build goes on where it fails.</summary>
    public bool ProceedAfterFailure { get; internal set; }

    /// <summary>What must hold before any target runs.</summary>
    public List<LambdaExpression> DelegateRequirements { get; } = [];

    /// <summary>What the target does.</summary>
    public List<Action> Actions { get; } = [];

    /// <summary>Targets that run because of it, before it.</summary>
    public List<ExecutableTarget> ExecutionDependencies { get; } = [];

    /// <summary>Targets that come before it where both run.</summary>
    public List<ExecutableTarget> OrderDependencies { get; } = [];

    /// <summary>Targets that bring it into the run, before it.</summary>
    public List<ExecutableTarget> TriggerDependencies { get; } = [];

    /// <summary>Targets that it brings into the run.</summary>
    public List<ExecutableTarget> Triggers { get; } = [];

    /// <summary>All targets that come before it.</summary>
    public IReadOnlyCollection<ExecutableTarget> AllDependencies =>
        [.. ExecutionDependencies, .. OrderDependencies, .. TriggerDependencies];

    /// <summary>Files of other targets that it reads.</summary>
    public LookupTable<ExecutableTarget, string> ArtifactDependencies { get; } = new();

    /// <summary>Files that it makes.</summary>
    public List<string> ArtifactProducts { get; } = [];

    /// <summary>How long it ran.</summary>
    public TimeSpan Duration => Stopwatch.Elapsed;

    /// <summary>Whether it runs where the caller names no target.</summary>
    public bool IsDefault { get; internal set; }

    /// <summary>How far it has come.</summary>
    public ExecutionStatus Status { get; internal set; }

    /// <summary>Whether the caller asked for it.</summary>
    public bool Invoked { get; internal set; }

    /// <summary>What its row of the summary says after the duration.</summary>
    public Dictionary<string, string> SummaryInformation { get; } = [];

    /// <summary>Why it was skipped, or null.</summary>
    public string Skipped { get; internal set; }

    /// <summary>The condition for which it was skipped, or null.</summary>
    public string OnlyWhen { get; internal set; }

    internal Stopwatch Stopwatch { get; } = new();
}
