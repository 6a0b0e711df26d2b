using SiteBuilder.Delivery.Images.Debian;
using SiteBuilder.Delivery.Tests.Support;

namespace SiteBuilder.Delivery.Tests.Images;

public sealed class DebianSourcesTests
{
    [Fact]
    public void A_mirror_of_this_machine_is_used()
    {
        using var apt = new TemporaryFolder();
        apt.Write("sources.list.d/debian.sources",
            """
            Types: deb deb-src
            # a comment
            URIs: http://mirror.example/debian
            Suites: bookworm bookworm-updates trixie
            Components: main contrib
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb
            URIs: https://vendor.example/debian
            Suites: bookworm
            Components: main
            Signed-By: /usr/share/keyrings/vendor.gpg
            """);
        DebianSources.OfMachine(apt.Path).Lines.ShouldBe(["deb http://mirror.example/debian bookworm main", "deb http://mirror.example/debian bookworm-updates main"]);
    }

    [Fact]
    public void A_machine_with_another_release_takes_the_official_servers()
    {
        using var apt = new TemporaryFolder();
        apt.Write("sources.list", "deb http://archive.ubuntu.com/ubuntu noble main\n");
        DebianSources.OfMachine(apt.Path).ShouldBe(DebianSources.Official);
    }
}
