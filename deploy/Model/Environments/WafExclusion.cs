namespace SiteBuilder.Model.Environments;

/// <summary>A rule of the web application firewall that does not count for one brand.</summary>
public sealed record WafExclusion
{
    /// <summary>The brand whose hosts it is for.</summary>
    public required string Brand { get; init; }

    /// <summary>The rule's number, as the log has it.</summary>
    public required int Rule { get; init; }

    /// <summary>The path and everything below it. Default: <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The field that the rule does not look at, as the log has it, such as <c>ARGS:note</c>. Default: the rule does not count at all.</summary>
    public string? At { get; init; }

    /// <summary>Why; people read it in a review, and whoever comes after.</summary>
    public required string Reason { get; init; }
}
