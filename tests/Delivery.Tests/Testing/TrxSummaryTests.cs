using SiteBuilder.Delivery.Testing;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Testing;

public sealed class TrxSummaryTests
{
    private const string Trx =
        """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testName="A.Passes" outcome="Passed" />
            <UnitTestResult testName="A.Fails" outcome="Failed"><Output><ErrorInfo><Message>expected 1, found 2</Message><StackTrace>at A.Fails()</StackTrace></ErrorInfo></Output></UnitTestResult>
            <UnitTestResult testName="A.Skips" outcome="NotExecuted" />
          </Results>
          <ResultSummary><Counters total="3" executed="2" passed="1" failed="1" notExecuted="0" /></ResultSummary>
        </TestRun>
        """;

    [Fact]
    public void Skipped_tests_are_counted_though_the_counters_leave_them_out()
    {
        using var folder = new TemporaryFolder();
        var summary = TrxSummary.Read(folder.Write("a.trx", Trx));
        summary.ToString().ShouldBe("1 passed, 1 failed, 1 skipped");
        summary.FailedTests.ShouldBe([new FailedTest("A.Fails", "expected 1, found 2", "at A.Fails()")]);
    }

    [Fact]
    public void A_folder_is_added_up()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.trx", Trx);
        folder.Write("deep/b.trx", Trx);
        TrxSummary.ReadAll(folder.Path).ToString().ShouldBe("2 passed, 2 failed, 2 skipped");
        TrxSummary.ReadAll(folder.At("nowhere")).Ran.ShouldBe(0);
    }

    [Fact]
    public void A_half_written_file_is_an_error_and_no_success()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<StepFailedException>(() => TrxSummary.Read(folder.Write("a.trx", Trx[..200]))).Stage.ShouldBe("Test");
    }

    [Fact]
    public void A_report_names_failed_tests_and_fails_when_none_ran()
    {
        var failed = new TestReport([new ProjectTests("tests/A", new TrxSummary(1, 1, 0, [new FailedTest("A.Fails", "expected 1, found 2", "   at Shouldly.ShouldBe()\n   at A.Fails() in /a/A.cs:line 7\n")]), false, "a.trx", TimeSpan.Zero)], TimeSpan.Zero);
        Should.Throw<StepFailedException>(failed.ThrowIfFailed).Message.ShouldBe(
            """
            Test failed at 1 test(s): 1 passed, 1 failed, 0 skipped
                A.Fails: expected 1, found 2
                  at A.Fails() in /a/A.cs:line 7
              expected: all tests pass
              remedy: Correct the code or the test and run the same command again; what passed is not repeated. All results: artifacts/test-results
            """);
        Should.Throw<StepFailedException>(new TestReport([], TimeSpan.Zero).ThrowIfFailed).Expected.ShouldBe("at least one test that runs");
    }

    [Fact]
    public void A_long_message_is_told_with_its_beginning_and_its_end()
    {
        var message = string.Join('\n', Enumerable.Range(1, 100).Select(line => $"line {line}"));
        var failed = new TestReport([new ProjectTests("tests/A", new TrxSummary(0, 1, 0, [new FailedTest("A.Fails", message, null)]), false, "a.trx", TimeSpan.Zero)], TimeSpan.Zero);

        var told = Should.Throw<StepFailedException>(failed.ThrowIfFailed).Message;

        told.ShouldContain("line 6\n      [80 lines]\n      line 87\n");
        told.ShouldContain("line 100\n");
    }
}
