using System.Diagnostics;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Tools;

public sealed class ProcessRunnerTests
{
    [Fact]
    public async Task A_failure_tells_command_folder_exit_code_and_stderr()
    {
        using var folder = new TemporaryFolder();
        var command = new ToolCommand("sh", "-c", "echo nothing here >&2; exit 3") { Directory = folder.Path, Stage = "BuildImages", Subject = "image 'sites'", Remedy = "Try again." };
        var error = await Should.ThrowAsync<StepFailedException>(() => new ProcessRunner().RunAsync(command));
        error.Message.ShouldBe($"""
            BuildImages failed at image 'sites': exit code 3 of `sh -c 'echo nothing here >&2; exit 3'` in {folder.Path}
                nothing here
              expected: exit code 0
              remedy: Try again.
            """);
    }

    [Fact]
    public async Task Secrets_leave_neither_by_output_nor_by_the_error()
    {
        var redaction = new Redaction();
        redaction.Hide("s3cret!");
        List<string> heard = [];
        var command = new ToolCommand("sh", "-c", "echo the password is s3cret!; echo s3cret! >&2; exit 1");
        var error = await Should.ThrowAsync<StepFailedException>(() => new ProcessRunner(redaction).RunAsync(command, heard.Add));
        error.ToString().ShouldNotContain("s3cret!");
        heard.ShouldContain("the password is ***");
    }

    [Fact]
    public async Task A_tool_that_is_not_there_is_the_callers_mistake() =>
        (await Should.ThrowAsync<UsageException>(() => new ProcessRunner().RunAsync(new ToolCommand("no-such-tool-here") { Stage = "Scan" })))
            .Message.ShouldStartWith("'no-such-tool-here' cannot be started for Scan");

    [Fact]
    public async Task Cancelling_ends_the_tool_and_what_it_started()
    {
        using var stop = new CancellationTokenSource();
        var child = 0;
        void Hear(string line)
        {
            child = int.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
            stop.Cancel();
        }

        await Should.ThrowAsync<OperationCanceledException>(() => new ProcessRunner().RunAsync(new ToolCommand("sh", "-c", "sleep 600 & echo $!; wait"), Hear, stop.Token));
        IsAlive(child).ShouldBeFalse();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_a_tool_leaves_running_ends_with_it_where_that_is_asked(bool ends)
    {
        var command = new ToolCommand("sh", "-c", "sleep 600 >/dev/null 2>&1 & echo $!") { EndsLeftovers = ends };
        var child = int.Parse((await new ProcessRunner().RunAsync(command)).Output, System.Globalization.CultureInfo.InvariantCulture);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (ends && IsAlive(child))
        {
            patience.IsCancellationRequested.ShouldBeFalse($"process {child} is alive");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        IsAlive(child).ShouldBe(!ends);
        if (!ends)
        {
            using var left = Process.GetProcessById(child);
            left.Kill();
        }
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_tool_that_is_cancelled_may_clean_up_behind_itself(string signal)
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var command = new ToolCommand("sh", "-c", $"trap '' INT; trap 'rm rest; exit 1' {signal}; touch rest; echo ready; while true; do sleep 0.05; done") { Directory = folder.Path };

        await Should.ThrowAsync<OperationCanceledException>(() => new ProcessRunner().RunAsync(command, _ => stop.Cancel(), stop.Token));

        File.Exists(folder.At("rest")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_tool_started_may_clean_up_after_the_tool_has_ended()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "setsid belongs to Linux");
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var command = new ToolCommand("bash", "-c", "(trap 'sleep 0.3; rm rest; exit 1' TERM; touch rest; echo ready; while true; do sleep 0.05; done) & trap 'exit 1' TERM; wait") { Directory = folder.Path };

        await Should.ThrowAsync<OperationCanceledException>(() => new ProcessRunner().RunAsync(command, _ => stop.Cancel(), stop.Token));

        File.Exists(folder.At("rest")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_tool_that_signals_its_group_does_not_end_the_build()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "setsid belongs to Linux");

        var result = await new ProcessRunner().RunAsync(new ToolCommand("sh", "-c", "trap '' HUP; kill -HUP 0; echo still here") { MustSucceed = false });

        result.Output.ShouldBe("still here\n");
    }

    [Fact]
    public async Task A_disk_that_a_tool_found_full_is_the_remedy()
    {
        var command = new ToolCommand("sh", "-c", "echo 'tar: cannot write: No space left on device' >&2; exit 1") { Remedy = "Try again." };

        var error = await Should.ThrowAsync<StepFailedException>(() => new ProcessRunner().RunAsync(command));

        error.Remedy.ShouldBe("Free space on the disk that it names, then run the same command again; what is finished is kept.");
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);

            // killed but not yet reaped by its parent is dead as well
            return !process.HasExited && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or IOException)
        {
            return false;
        }
    }
}
