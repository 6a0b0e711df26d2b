using SiteBuilder.Model.Environments;

namespace SiteBuilder.Model.Tests.Environments;

public class EnvironmentFilesTests
{
    [Fact]
    public void Local_is_the_sandbox_with_two_brands()
    {
        var local = EnvironmentFiles.Load(RepositoryRoot.Environments, "local");

        local.Cluster.Identity.ShouldBe("sitebuilder-local");
        local.Cluster.Sandbox.ShouldBe(new SandboxSettings());
        local.Registry.ShouldBe(new RegistrySettings { Host = "localhost:5001" });
        local.Base.IsBootstrapped.ShouldBeTrue();
        local.Brands.Select(brand => $"{brand.Name} {brand.Hosts[0]} {brand.Theme}").ShouldBe(["acme acme.localhost blue", "globex globex.localhost green"]);
        local.Ingress.ShouldBe(new IngressSettings { Port = 8080, Class = "sandbox", Tls = false });
        local.HomePage(local.Brands[0]).ToString().ShouldBe("http://acme.localhost:8080/");
        local.Gates.Scan.Required.ShouldBeFalse();
        local.Gates.Rollout.Conflicts.ShouldBe(ConflictPolicy.Force);
    }
}
