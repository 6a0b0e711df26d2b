using SiteBuilder.Delivery.Images.Hashing;
using SiteBuilder.Delivery.Tests.Support;

namespace SiteBuilder.Delivery.Tests.Images;

public sealed class FingerprintTests
{
    [Fact]
    public void A_project_is_what_it_references_and_what_lies_above_it()
    {
        using var root = Sample();
        Inputs(root).Keys.ShouldBe(["Directory.Build.props", "global.json", "src/App/App.csproj", "src/App/Program.cs", "src/App/packages.lock.json", "src/Shared/Deep/Thing.cs", "src/Shared/Shared.csproj"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("src/Shared/Deep/Thing.cs")]
    [InlineData("src/App/packages.lock.json")]
    [InlineData("Directory.Build.props")]
    [InlineData("global.json")]
    public void A_change_of_any_input_is_another_fingerprint_and_is_named(string file)
    {
        using var root = Sample();
        var before = new Fingerprint(Inputs(root));
        File.AppendAllText(root.At(file), " ");
        var after = new Fingerprint(Inputs(root));
        after.Value.ShouldNotBe(before.Value);
        after.Differences(before).ShouldBe([$"{file} changed"]);
    }

    [Theory]
    [InlineData("src/App/bin/Debug/App.dll")]
    [InlineData("src/App/obj/project.assets.json")]
    [InlineData("src/Other/Program.cs")]
    [InlineData("docs/readme.md")]
    public void What_is_no_input_changes_nothing(string file)
    {
        using var root = Sample();
        var before = new Fingerprint(Inputs(root));
        root.Write(file, "new");
        new Fingerprint(Inputs(root)).Value.ShouldBe(before.Value);
    }

    [Fact]
    public void New_and_removed_files_are_named()
    {
        using var root = Sample();
        var before = new Fingerprint(Inputs(root));
        File.Delete(root.At("src/App/Program.cs"));
        root.Write("src/App/Main.cs", "");
        new Fingerprint(Inputs(root)).Differences(before).ShouldBe(["src/App/Main.cs is new", "src/App/Program.cs is gone"]);
    }

    [Fact]
    public void A_known_hash_is_used_while_the_file_is_untouched_and_never_after_a_write()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.txt", "one");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        var cache = folder.At("hashes.json");
        var first = new FileHashes(cache);
        var digest = first.Of(file);
        first.Save();
        new FileHashes(cache).Of(file).ShouldBe(digest);

        // same length and the same modification time: only ctime tells
        File.WriteAllText(file, "two");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        new FileHashes(cache).Of(file).ShouldNotBe(digest);
    }

    [Fact]
    public void A_broken_cache_is_an_empty_one()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.txt", "one");
        new FileHashes(folder.Write("hashes.json", "{ not json")).Of(file).ShouldBe(new FileHashes().Of(file));
    }

    private static SortedDictionary<string, string> Inputs(TemporaryFolder root)
    {
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        new ProjectInputs(root.Path, new FileHashes()).Collect("src/App/App.csproj", inputs);
        return inputs;
    }

    private static TemporaryFolder Sample()
    {
        var root = new TemporaryFolder();
        root.Write("Directory.Build.props", "<Project />");
        root.Write("global.json", "{}");
        root.Write("src/App/App.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="..\Shared\Shared.csproj" /></ItemGroup></Project>""");
        root.Write("src/App/Program.cs", "");
        root.Write("src/App/packages.lock.json", "{}");
        root.Write("src/Shared/Shared.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        root.Write("src/Shared/Deep/Thing.cs", "");
        root.Write("src/Other/Other.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        return root;
    }
}
