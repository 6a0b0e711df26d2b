using System.Diagnostics;
using System.Globalization;
using SiteBuilder.Build.Tests.Support;

namespace SiteBuilder.Build.Tests.Script;

/// <summary>Ctrl-C and SIGTERM through the entry script, with a program that uses our cancellation alone.</summary>
[Trait("Suite", "Service")]
public sealed class SignalTests : IDisposable
{
    private const string StopsWhenAsked =
        """
        SiteBuilder.CommandLine.Cancellation.Listen();
        try
        {
            Console.WriteLine("ready");
            await Task.Delay(Timeout.Infinite, SiteBuilder.CommandLine.Cancellation.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("stopped");
            return 3;
        }
        """;

    private const string DoesNotListen =
        """
        SiteBuilder.CommandLine.Cancellation.Listen();
        SiteBuilder.CommandLine.Cancellation.Token.Register(() => Console.WriteLine("asked"));
        Console.WriteLine("ready");
        Thread.Sleep(Timeout.Infinite);
        """;

    private readonly ScriptedRoot root = new();
    private readonly List<Process> started = [];

    public SignalTests() => root.Write(
        "build/Cancellation.cs",
        File.ReadAllText(Path.Combine(Repository.Root, "build/CommandLine/Cancellation.cs")));

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task The_first_signal_lets_the_target_stop_in_order(string signal)
    {
        SkipWhereIgnored(signal);
        root.WriteProgram(StopsWhenAsked);
        var process = Start();

        await ExpectAsync(process, "ready");
        await SignalAsync(process, signal);
        await ExpectAsync(process, "stopped");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(3);
        (await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldStartWith("Stopping.");
    }

    [Fact]
    public async Task The_second_signal_ends_a_target_that_does_not_listen()
    {
        SkipWhereIgnored("INT");
        root.WriteProgram(DoesNotListen);
        var process = Start();

        await ExpectAsync(process, "ready");
        await SignalAsync(process, "INT");
        await ExpectAsync(process, "asked");
        await SignalAsync(process, "INT");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(130);
    }

    public void Dispose()
    {
        foreach (var process in started)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        root.Dispose();
    }

    // whoever starts the tests as a background job of a shell has SIGINT ignored for all that they start
    private static void SkipWhereIgnored(string signal)
    {
        const string Field = "SigIgn:";
        if (!OperatingSystem.IsLinux()) return;
        var ignored = ulong.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(Field, StringComparison.Ordinal))[Field.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var number = signal == "INT" ? 2 : 15;
        Assert.SkipWhen((ignored >> (number - 1) & 1) != 0, $"SIG{signal} is ignored here");
    }

    private static async Task ExpectAsync(Process process, string line) =>
        (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe(line);

    private static async Task SignalAsync(Process process, string signal)
    {
        var result = await Run.ProcessAsync("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)], "/");
        result.ExitCode.ShouldBe(0, result.Error);
    }

    private Process Start()
    {
        started.Add(Run.Start(root.Script, [], root.Path, new Dictionary<string, string> { ["DELIVERY_PACKAGES"] = "bundled" }));
        return started[^1];
    }
}
