using YamlDotNet.Core;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>Collects what is wrong in one file.</summary>
internal sealed class ProblemList(string file)
{
    private readonly List<EnvironmentProblem> _problems = [];

    public bool Any => _problems.Count > 0;

    public void Add(Mark where, string message) => _problems.Add(new EnvironmentProblem(file, (int)where.Line, (int)where.Column, message));

    public IReadOnlyList<EnvironmentProblem> Sorted() => [.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];
}
