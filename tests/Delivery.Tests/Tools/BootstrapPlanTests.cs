using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Tools;

public sealed class BootstrapPlanTests
{
    private static readonly MachineFacts Debian = new("Debian GNU/Linux 12 (bookworm)", HasApt: true, IsRoot: true);

    [Fact]
    public void Nothing_missing_needs_no_permission() =>
        BootstrapPlan.Decide([], bootstrap: false, Debian with { IsRoot = false, HasApt = false }).Packages.ShouldBeEmpty();

    [Fact]
    public void With_permission_all_missing_packages_go_into_one_call() =>
        BootstrapPlan.Decide([MachineTool.DockerEngine, MachineTool.Mmdebstrap], bootstrap: true, Debian).Packages.ShouldBe(["docker.io", "mmdebstrap"]);

    [Fact]
    public void Without_permission_one_error_names_tool_reason_and_command() =>
        Should.Throw<UsageException>(() => BootstrapPlan.Decide([MachineTool.Mmdebstrap], bootstrap: false, Debian)).Message.ShouldBe(
            """
            Missing on Debian GNU/Linux 12 (bookworm):
              mmdebstrap (mmdebstrap) is not on this machine; it is needed to make the Debian base of all images.
            Run again with --bootstrap, or install it yourself: apt-get install -y --no-install-recommends mmdebstrap
            """);

    [Fact]
    public void Without_root_the_command_has_sudo() =>
        Should.Throw<UsageException>(() => BootstrapPlan.Decide([MachineTool.DockerEngine], bootstrap: true, Debian with { IsRoot = false }))
            .Message.ShouldEndWith("--bootstrap needs root to install packages. Run as root once, or: sudo apt-get install -y --no-install-recommends docker.io");

    [Fact]
    public void Without_apt_it_says_that_it_cannot_install() =>
        Should.Throw<UsageException>(() => BootstrapPlan.Decide([MachineTool.DockerEngine], bootstrap: true, new MachineFacts("Fedora Linux 42", HasApt: false, IsRoot: true)))
            .Message.ShouldContain("This system has no apt-get, so --bootstrap cannot install it: install Docker Engine by your system's own way");
}
