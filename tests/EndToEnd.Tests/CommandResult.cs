namespace SiteBuilder.EndToEnd.Tests;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    public CommandResult ShouldSucceed()
    {
        ExitCode.ShouldBe(0, $"{Command}\n{Output}\n{Error}");
        return this;
    }

    public CommandResult ShouldFail()
    {
        ExitCode.ShouldNotBe(0, $"{Command}\n{Output}\n{Error}");
        return this;
    }

    /// <summary>The one error that the build told, without its time; fails where it told none, several, or a stack trace.</summary>
    public string Failure()
    {
        Output.ShouldNotContain("   at ");
        var parts = Output.Split("[ERR] ");
        parts.Length.ShouldBe(2, $"{Command}\n{Output}\n{Error}");
        return string.Join('\n', parts[1].Split('\n').TakeWhile(line => line.Length > 0 && !line.StartsWith('\u200b')));
    }
}
