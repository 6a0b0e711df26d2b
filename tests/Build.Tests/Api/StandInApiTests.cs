using Nuke.Common;
using Assert = Xunit.Assert;

namespace SiteBuilder.Build.Tests.Api;

/// <summary>What compiles with the stand-in must compile with the real packages.</summary>
public sealed class StandInApiTests
{
    [Fact]
    public void Every_public_type_and_member_of_the_stand_in_exists_in_the_real_packages()
    {
        var real = RecordedApi.Read();
        var assembly = typeof(NukeBuild).Assembly;
        Assert.SkipUnless(assembly.GetName().Name == "SiteBuilder.StandIns.Nuke", "This run uses Nuke's own packages");

        var surplus = ApiListing.Of(assembly).SelectMany(type => real.HasType(type.Key)
            ? type.Value.Where(x => !real.HasMember(type.Key, x)).Select(x => $"{type.Key}: {x}")
            : [type.Key]);

        surplus.ShouldBeEmpty();
    }

    [Fact]
    public void No_public_type_of_ours_has_the_name_of_one_of_the_real_packages()
    {
        var real = RecordedApi.Read().SimpleNames.ToHashSet(StringComparer.Ordinal);
        string[] ours = ["_build", "SiteBuilder.Delivery", "SiteBuilder.Manifests", "SiteBuilder.Model"];

        var clashes = ours.Select(System.Reflection.Assembly.Load)
            .SelectMany(x => x.GetTypes())
            .Where(x => x.IsPublic && real.Contains(x.Name.Split('`')[0]))
            .Select(x => x.FullName);

        clashes.ShouldBeEmpty();
    }

    [Fact]
    public void The_listing_notices_a_member_that_the_real_packages_lack()
    {
        var real = RecordedApi.Read();

        real.HasType("class Nuke.Common.Host").ShouldBeTrue();
        real.HasMember("class Nuke.Common.Host", "protected void WriteLogo()").ShouldBeTrue();
        real.HasMember("class Nuke.Common.Host", "public void WriteLogo()").ShouldBeFalse();
        real.HasType("class Nuke.Common.Invented").ShouldBeFalse();
    }
}
