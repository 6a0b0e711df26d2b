using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Tools;

public sealed class ServiceStartBlockTests
{
    [Fact]
    public void Services_are_kept_from_starting_and_the_machine_is_left_as_it_was()
    {
        using var folder = new TemporaryFolder();
        using (new ServiceStartBlock(folder.Path))
        {
            File.ReadAllText(folder.At("policy-rc.d")).ShouldContain("exit 101");
        }

        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_policy_that_was_there_comes_back()
    {
        using var folder = new TemporaryFolder();
        folder.Write("policy-rc.d", "#!/bin/sh\nexit 0\n");
        using (new ServiceStartBlock(folder.Path))
        {
            File.ReadAllText(folder.At("policy-rc.d")).ShouldContain("exit 101");
        }

        File.ReadAllText(folder.At("policy-rc.d")).ShouldBe("#!/bin/sh\nexit 0\n");
    }
}
