namespace Nuke.Common.Execution;

/// <summary>How far a target has come.</summary>
public enum ExecutionStatus
{
    /// <summary>Not part of this run.</summary>
    None,

    /// <summary>Will run.</summary>
    Scheduled,

    /// <summary>Was not reached.</summary>
    NotRun,

    /// <summary>Left out by a condition or by --skip.</summary>
    Skipped,

    /// <summary>Ended well.</summary>
    Succeeded,

    /// <summary>Threw an exception.</summary>
    Failed,

    /// <summary>Runs now.</summary>
    Running,

    /// <summary>Was stopped.</summary>
    Aborted,

    /// <summary>Does nothing itself and stands for its dependencies.</summary>
    Collective,
}
