namespace SiteBuilder.Model.Tables;

/// <summary>Which pods of a service call; several may.</summary>
[Flags]
public enum FlowCaller
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>Those that serve.</summary>
    Service = 1,

    /// <summary>Those of the Job that brings its data up to date.</summary>
    Migration = 2,

    /// <summary>Those that serve and those that bring its data up to date.</summary>
    Both = Service | Migration,

    /// <summary>Those of the Job that backs its data up.</summary>
    Backup = 4,

    /// <summary>All of them.</summary>
    Any = Both | Backup,
}
