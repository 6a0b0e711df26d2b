namespace SiteBuilder.Model.Environments;

/// <summary>One thing wrong in an environment file.</summary>
/// <param name="File">The file's path as it was given.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">Which key, what was expected and what was found.</param>
public sealed record EnvironmentProblem(string File, int Line, int Column, string Message)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
