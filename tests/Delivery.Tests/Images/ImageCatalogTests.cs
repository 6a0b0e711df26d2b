using SiteBuilder.Delivery.Images.Definitions;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Tests.Images;

public sealed class ImageCatalogTests
{
    [Fact]
    public void Folders_with_a_Dockerfile_are_images()
    {
        var catalog = ImageCatalog.Load(Repository.Root, []);
        catalog.Images.OfType<DockerfileImage>().Select(i => i.Name.Value).ShouldBe(["object-storage", "pgbouncer", "postgres", "redis", "registry", "waf"]);
        catalog.Deployed.Select(i => i.Name.Value).ShouldNotContain("base");
    }

    [Fact]
    public void A_choice_brings_what_it_stands_on()
    {
        using var root = new TemporaryFolder();
        root.Write("src/A/A.csproj", "<Project />");
        var catalog = ImageCatalog.Load(root.Path, [new ServiceImage(new ImageName("a"), "src/A/A.csproj")]);
        catalog.Only(new ImageName("a")).Images.Select(i => i.Name.Value).ShouldBe(["a", "base"]);
    }

    [Fact]
    public void All_problems_come_together()
    {
        using var root = new TemporaryFolder();
        root.Write("deploy/images/Bad_Name/Dockerfile", "");
        root.Write("deploy/images/base/Dockerfile", "");
        Should.Throw<UsageException>(() => ImageCatalog.Load(root.Path, [new ServiceImage(new ImageName("a"), "src/A/A.csproj")])).Message.ShouldBe(
            """
            The image catalog has 3 problem(s):
              image 'a': there is no project src/A/A.csproj
              deploy/images/Bad_Name: 'Bad_Name' is no image name: expected lower-case letters, digits and dashes, at most 63. (Parameter 'value')
              image 'base' is defined 2 times
            """);
    }

    [Fact]
    public void An_unknown_name_is_told_with_the_known_ones() =>
        Should.Throw<UsageException>(() => ImageCatalog.Load(Repository.Root, []).Only(new ImageName("nothing")))
            .Message.ShouldBe("There is no image 'nothing'. Known: base, debian, object-storage, pgbouncer, postgres, redis, registry, waf.");
}
