namespace SiteBuilder.Model.Environments;

/// <summary>An environment does not exist or its file has problems; the message is complete and meant for people.</summary>
public sealed class EnvironmentFileException : Exception
{
    /// <summary>The environment cannot be found.</summary>
    public EnvironmentFileException(string message)
        : base(message) => Problems = [];

    /// <summary>The file was read and is wrong: every problem, a line each.</summary>
    public EnvironmentFileException(string file, IReadOnlyList<EnvironmentProblem> problems)
        : base($"{file} has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}:\n" + string.Join('\n', problems.Select(problem => "  " + problem))) =>
        Problems = problems;

    private EnvironmentFileException(IReadOnlyCollection<EnvironmentFileException> files)
        : base(string.Join('\n', files.Select(file => file.Message))) => Problems = [.. files.SelectMany(file => file.Problems)];

    /// <summary>In the order of the file; empty when there is no file.</summary>
    public IReadOnlyList<EnvironmentProblem> Problems { get; }

    /// <summary>The problems of several files in one.</summary>
    public static EnvironmentFileException Of(IReadOnlyCollection<EnvironmentFileException> files) => new(files);

    /// <summary>The message alone: it names file, line and column already.</summary>
    public override string ToString() => Message;
}
