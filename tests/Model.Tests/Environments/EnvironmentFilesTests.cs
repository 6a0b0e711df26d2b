using System.Text.Json;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Quantities;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Model.Tests.Environments;

public sealed class EnvironmentFilesTests : IDisposable
{
    private const string Smallest = """
        registry: {host: registry.example.com}
        base: bootstrap
        brands: [{name: acme, hosts: [acme.example.com], theme: blue}]
        """;

    private static readonly string[] s_ours = ["development", "local", "production", "staging"];

    private readonly string _folder = Directory.CreateTempSubdirectory("environments-").FullName;

    [Fact]
    public void Local_is_the_sandbox_with_two_brands()
    {
        var local = EnvironmentFiles.Load(RepositoryRoot.Environments, "local");

        local.Cluster.Identity.ShouldBe("sitebuilder-local");
        local.Cluster.Sandbox.ShouldBe(new SandboxSettings());
        local.Registry.ShouldBe(new RegistrySettings { Host = "localhost:5055" });
        local.Base.IsBootstrapped.ShouldBeTrue();
        local.Brands.Select(brand => $"{brand.Name} {brand.Hosts[0]} {brand.Theme}").ShouldBe(["acme acme.localhost blue", "globex globex.localhost green"]);
        local.Ingress.ShouldBe(new IngressSettings { Port = 8080, Class = "sandbox", Namespace = "ingress", Tls = false });
        local.HomePage(local.Brands[0]).ToString().ShouldBe("http://acme.localhost:8080/");
        local.Gates.Scan.Required.ShouldBeFalse();
        local.Gates.Rollout.Drift.ShouldBe(DriftPolicy.TakeBack);
    }

    [Theory]
    [InlineData("development")]
    [InlineData("staging")]
    [InlineData("production")]
    public void Every_other_environment_has_its_own_cluster_scans_and_serves_over_tls(string name)
    {
        var environment = EnvironmentFiles.Load(RepositoryRoot.Environments, name);

        environment.Cluster.Identity.ShouldBe($"sitebuilder-{name}");
        environment.Cluster.Sandbox.ShouldBeNull();
        environment.Gates.Scan.Required.ShouldBeTrue();
        environment.HomePage(environment.Brands[0]).Scheme.ShouldBe("https");
    }

    [Fact]
    public void The_folder_of_the_repository_has_the_four_environments_and_whatever_somebody_drops_in() =>
        s_ours.ShouldBeSubsetOf(EnvironmentFiles.Names(RepositoryRoot.Environments));

    [Fact]
    public void Staging_and_production_go_back_by_themselves_when_a_roll_out_fails() =>
        s_ours
            .Where(name => EnvironmentFiles.Load(RepositoryRoot.Environments, name).Gates.Rollout.RollbackOnFailure)
            .ShouldBe(["production", "staging"]);

    [Fact]
    public void Problems_of_several_files_are_listed_together()
    {
        File.WriteAllText(Path.Combine(_folder, "a.yaml"), "");
        File.WriteAllText(Path.Combine(_folder, "b.yaml"), "- x\n");
        File.WriteAllText(Path.Combine(_folder, "c.yaml"), Smallest);

        var error = Should.Throw<EnvironmentFileException>(() => EnvironmentFiles.LoadAll(_folder));

        error.Message.ShouldBe($"""
            {_folder}/a.yaml has 1 problem:
              {_folder}/a.yaml:1:1: the file is empty: expected cluster, base and brands at least
            {_folder}/b.yaml has 1 problem:
              {_folder}/b.yaml:1:1: expected keys with values, found a list
            """);
        error.Problems.Count.ShouldBe(2);
    }

    [Fact]
    public void Two_files_do_not_name_the_same_cluster()
    {
        File.WriteAllText(Path.Combine(_folder, "a.yaml"), $"cluster: {{context: ours}}\n{Smallest}");
        File.WriteAllText(Path.Combine(_folder, "b.yaml"), $"cluster: {{identity: sitebuilder-a, context: ours}}\n{Smallest}");
        File.WriteAllText(Path.Combine(_folder, "c.yaml"), Smallest);

        Should.Throw<EnvironmentFileException>(() => EnvironmentFiles.LoadAll(_folder)).Message.ShouldBe($"""
            {_folder}/b.yaml has 2 problems:
              {_folder}/b.yaml:1:21: cluster.identity: 'sitebuilder-a' is the cluster of {_folder}/a.yaml already; an environment has a cluster of its own
              {_folder}/b.yaml:1:45: cluster.context: 'ours' is the cluster of {_folder}/a.yaml already; an environment has a cluster of its own
            """);
        EnvironmentFiles.Load(_folder, "b").Cluster.Identity.ShouldBe("sitebuilder-a");
    }

    [Fact]
    public void What_a_file_leaves_out_has_the_documented_default()
    {
        var environment = EnvironmentFiles.Parse("new.yaml", "new", Smallest);

        environment.Cluster.ShouldBe(new ClusterSettings { Identity = "sitebuilder-new" });
        environment.Registry.Prefix.ShouldBe("sitebuilder");
        environment.Brands[0].Title.ShouldBe("acme");
        environment.Database.ShouldBe(new DatabaseSettings { Storage = Quantity.Parse("1Gi") });
        environment.ObjectStorage.ShouldBe(new ObjectStorageSettings { Storage = Quantity.Parse("1Gi") });
        environment.Ingress.ShouldBe(new IngressSettings { Port = 443, Class = "nginx", Namespace = "ingress", Tls = true });
        environment.Features.ShouldBe(new FeatureSettings());
        environment.Gates.Test.Suites.ShouldBe([TestSuite.Unit, TestSuite.Service]);
        environment.Gates.Scan.Required.ShouldBeTrue();
        environment.Gates.Scan.Severities.ShouldBe([VulnerabilitySeverity.High, VulnerabilitySeverity.Critical]);
        environment.Gates.Rollout.ShouldBe(new RolloutGate
        {
            Deadline = TimeSpan.FromMinutes(10),
            StallDeadline = TimeSpan.FromMinutes(3),
            RollbackOnFailure = false,
            Drift = DriftPolicy.Refuse,
        });
        environment.Services.ShouldBe(ServiceTable.All.ToDictionary(service => service.Name, service => service.DefaultSettings), ignoreOrder: true);
    }

    [Fact]
    public void Without_tls_the_port_is_80_and_without_a_port_the_address_has_none()
    {
        var environment = EnvironmentFiles.Parse("new.yaml", "new", Smallest + "\ningress: {tls: false}");

        environment.HomePage(environment.Brands[0]).ToString().ShouldBe("http://acme.example.com/");
    }

    [Fact]
    public void A_sandbox_with_other_ports_moves_ingress_and_registry_with_it()
    {
        var environment = EnvironmentFiles.Parse("x.yaml", "x", """
            cluster: {sandbox: {name: other, apiPort: 16443, ingressPort: 18080, registryPort: 15001}}
            base: bootstrap
            brands: [{name: acme, hosts: [acme.localhost], theme: blue}]
            """);

        environment.Registry.Host.ShouldBe("localhost:15001");
        environment.HomePage(environment.Brands[0]).Port.ShouldBe(18080);
    }

    [Fact]
    public void A_base_by_digest_is_not_bootstrapped()
    {
        var reference = $"registry.example.com/debian/base@sha256:{new string('a', 64)}";

        EnvironmentFiles.Parse("x.yaml", "x", Smallest.Replace("bootstrap", $"{{image: \"{reference}\"}}", StringComparison.Ordinal)).Base
            .ShouldBe(new BaseImage { Reference = reference });
    }

    [Fact]
    public void A_size_that_is_given_in_part_keeps_the_default_of_the_rest()
    {
        var sites = EnvironmentFiles.Parse("x.yaml", "x", Smallest + "\nservices: {sites: {cpu: {limit: 2}, autoscale: {min: 2, max: 5}}}").Services["sites"];

        sites.Cpu.ShouldBe(ResourceRange.Of("100m", "2"));
        sites.Memory.ShouldBe(ServiceTable.Sites.DefaultSettings.Memory);
        sites.Autoscale.ShouldBe(new AutoscaleSettings { Min = 2, Max = 5, CpuPercent = 70 });
        sites.Replicas.ShouldBe(2);
    }

    [Fact]
    public void Any_file_that_is_dropped_into_the_folder_is_an_environment()
    {
        File.WriteAllText(Path.Combine(_folder, "preview-7.yaml"), Smallest);
        File.WriteAllText(Path.Combine(_folder, "README.md"), "no environment");

        EnvironmentFiles.Names(_folder).ShouldBe(["preview-7"]);
        EnvironmentFiles.Load(_folder, "preview-7").Cluster.Identity.ShouldBe("sitebuilder-preview-7");
    }

    [Fact]
    public void An_unknown_environment_lists_those_that_exist()
    {
        File.WriteAllText(Path.Combine(_folder, "local.yaml"), Smallest);
        File.WriteAllText(Path.Combine(_folder, "production.yaml"), Smallest);

        Message("prod").ShouldBe($"There is no environment 'prod' in {_folder}; did you mean 'production'? It has: local, production.");
        Message("elsewhere").ShouldBe($"There is no environment 'elsewhere' in {_folder}. It has: local, production.");
        Message("../local").ShouldBe($"There is no environment '../local' in {_folder}. It has: local, production.");
    }

    [Fact]
    public void An_empty_folder_says_that_it_has_no_environment() =>
        Message("local").ShouldBe($"There is no environment 'local': {_folder} has no *.yaml file.");

    [Fact]
    public void The_record_is_written_as_json_for_the_artifacts()
    {
        var json = JsonSerializer.Serialize(EnvironmentFiles.Load(RepositoryRoot.Environments, "staging"));

        json.ShouldContain("\"Storage\":\"20Gi\"");
        json.ShouldContain("\"Drift\":\"Refuse\"");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Message(string name) => Should.Throw<EnvironmentFileException>(() => EnvironmentFiles.Load(_folder, name)).Message;
}
