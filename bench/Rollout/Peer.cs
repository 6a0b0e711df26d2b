namespace SiteBuilder.Bench.Rollout;

/// <summary>Another tool that brings objects into a cluster, as a whole process.</summary>
internal abstract class Peer
{
    /// <summary>Name of the program on PATH.</summary>
    public abstract string Program { get; }

    /// <summary>What it is called in the report.</summary>
    public abstract string Title { get; }

    public bool IsHere => Timed.Find(Program) is not null;

    /// <summary>Arguments of the shortest run, for what starting it costs.</summary>
    public abstract IReadOnlyList<string> Idle { get; }

    /// <summary>Arguments that bring the objects in, or find that they are there.</summary>
    /// <param name="work">The objects, where and as what.</param>
    public abstract IReadOnlyList<string> Apply(BenchWork work);
}
