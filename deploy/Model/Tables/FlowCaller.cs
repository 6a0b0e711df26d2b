namespace SiteBuilder.Model.Tables;

/// <summary>Which pods of a service call.</summary>
public enum FlowCaller
{
    /// <summary>Those that serve.</summary>
    Service,

    /// <summary>Those of the Job that brings its data up to date.</summary>
    Migration,

    /// <summary>Both.</summary>
    Both,
}
