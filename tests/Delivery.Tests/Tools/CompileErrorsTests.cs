using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Tools;

public sealed class CompileErrorsTests
{
    [Fact]
    public void Each_error_is_said_once_without_what_only_MSBuild_cares_for()
    {
        const string output = """
            /repo/src/Sites/Program.cs(3,1): error CS1002: ; expected [/repo/src/Sites/Sites.csproj]
            /repo/src/Sites/Program.cs(9,1): warning CS0168: never used [/repo/src/Sites/Sites.csproj]
            MSBUILD : error MSB1009: Project file does not exist.

            Build FAILED.

            /repo/src/Sites/Program.cs(3,1): error CS1002: ; expected [/repo/src/Sites/Sites.csproj::TargetFramework=net10.0]
                1 Error(s)
            """;

        CompileErrors.In(new ToolResult(1, output, "", TimeSpan.Zero), "/repo").ShouldBe(["src/Sites/Program.cs(3,1): error CS1002: ; expected", "MSBUILD : error MSB1009: Project file does not exist."]);
    }
}
