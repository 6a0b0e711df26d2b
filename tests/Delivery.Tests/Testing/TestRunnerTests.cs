using SiteBuilder.Delivery.Testing;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Tests.Testing;

[Trait("Suite", "Service")]
public sealed class TestRunnerTests
{
    [Fact]
    public async Task Tests_run_are_remembered_and_run_again_when_an_input_changes()
    {
        using var root = SampleTests("1.ShouldBe(1);");
        var options = new TestOptions(root.Path, ["tests/Sample.Tests/Sample.Tests.csproj"], [TestSuite.Unit]);
        var first = await RunAsync(options);
        first.ThrowIfFailed();
        first.Total.ToString().ShouldBe("1 passed, 0 failed, 1 skipped");
        first.Projects.Single().CoverageFile.ShouldNotBeNull();

        var second = await RunAsync(options);
        second.RanNow.ShouldBe(0);
        second.Total.ToString().ShouldBe("1 passed, 0 failed, 1 skipped");
        TrxSummary.ReadAll(options.ResultFolder).ShouldBeEquivalentTo(first.Total);

        var others = options with { Suites = [TestSuite.Service] };
        (await RunAsync(others)).Total.ToString().ShouldBe("0 passed, 0 failed, 0 skipped");
        (await RunAsync(others)).RanNow.ShouldBe(0, "a project without tests of the chosen suites has nothing to run again");

        Source(root, "1.ShouldBe(2);");
        var third = await RunAsync(options);
        third.Total.ToString().ShouldBe("0 passed, 1 failed, 1 skipped");
        Should.Throw<StepFailedException>(third.ThrowIfFailed).Message.ShouldContain("SampleTests.One_is_one");
        (await RunAsync(options)).RanNow.ShouldBe(1);
    }

    private static Task<TestReport> RunAsync(TestOptions options) => new TestRunner(new ProcessRunner(), options).RunAsync(cancellation: TestContext.Current.CancellationToken);

    private static TemporaryFolder SampleTests(string body)
    {
        var root = new TemporaryFolder();
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", "tests/Directory.Build.props" })
        {
            root.Write(file, File.ReadAllText(Path.Combine(Repository.Root, file)));
        }

        root.Write("tests/Sample.Tests/Sample.Tests.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><RestorePackagesWithLockFile>false</RestorePackagesWithLockFile></PropertyGroup></Project>""");
        Source(root, body);
        return root;
    }

    private static void Source(TemporaryFolder root, string body) => root.Write("tests/Sample.Tests/SampleTests.cs", $$"""
        public sealed class SampleTests
        {
            [Fact]
            public void One_is_one() => {{body}}

            [Fact(Skip = "shows that skipped tests are counted")]
            public void Nothing_is_done() => 1.ShouldBe(1);

            [Fact, Trait("Suite", "EndToEnd")]
            public void Is_left_out() => 1.ShouldBe(2);
        }
        """);
}
