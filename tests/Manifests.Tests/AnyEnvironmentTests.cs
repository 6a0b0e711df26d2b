using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using SiteBuilder.Delivery.Platform.Policy;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Quantities;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Tests;

/// <summary>What holds for our four environments holds for any that somebody may write.</summary>
public class AnyEnvironmentTests
{
    private const string Prometheus = "http://prometheus-operated.monitoring.svc.cluster.local:9090";

    private static readonly Gen<ResourceRange> Cpu = Gen.Select(Gen.Int[1, 2000], Gen.Int[0, 2000], (request, more) => ResourceRange.Of($"{request}m", $"{request + more}m"));

    private static readonly Gen<ResourceRange> Memory = Gen.Select(Gen.Int[1, 4000], Gen.Int[0, 4000], (request, more) => ResourceRange.Of($"{request}Mi", $"{request + more}Mi"));

    private static readonly Gen<AutoscaleSettings?> Autoscale =
        Gen.Select(Gen.Bool, Gen.Int[1, 5], Gen.Int[0, 20], (wanted, min, more) => wanted ? new AutoscaleSettings { Min = min, Max = min + more, MemoryPercent = more % 2 == 0 ? 80 : null, Requests = more % 3 == 0 ? 50 : null } : null);

    private static readonly Gen<DeliveryEnvironment> Environments = Gen.Select(
        Gen.Int[1, 6],
        Services(),
        Gen.Bool,
        Gen.Bool,
        (brands, services, tls, metrics) => Platform.Load("local") with
        {
            Brands = [.. Enumerable.Range(0, brands).Select(Brand)],
            Services = services,
            Ingress = new IngressSettings { Port = 443, Class = "nginx", Namespace = "ingress-nginx", Tls = tls },
            Waf = new WafSettings { Mode = (WafMode)(brands % 3), Exclusions = brands % 3 == 0 ? [] : [new WafExclusion { Brand = "brand-0", Rule = 942100, Reason = "chance" }] },
            Features = new FeatureSettings { Metrics = metrics, Tracing = metrics ? "http://collector.example.com:4317" : null, Keda = metrics && tls ? Prometheus : null },
            Database = new DatabaseSettings { Storage = Quantity.Parse($"{brands}Gi"), Synchronous = tls, Shards = [.. Enumerable.Range(1, brands % 3).Select(number => $"s{number}")], Spread = (MemberSpread)(brands % 3), Backups = new BackupSettings { Enabled = metrics } },
            ObjectStorage = new ObjectStorageSettings { Storage = Quantity.Parse($"{brands}Gi"), Host = tls ? "files.example" : null },
            Secrets = brands % 2 == 0 ? new SecretSettings { Path = "any", Backend = SecretBackend.Vault, Database = DatabaseCredentials.Dynamic } : new SecretSettings { Path = "any" },
        });

    [Fact]
    public void References_hold_and_the_policy_is_kept() => Environments.Sample(
        environment =>
        {
            var objects = Platform.Render(environment);
            CrossReferences.Checks.SelectMany(check => check.Value(objects).Select(fault => $"{check.Key}: {fault}")).ShouldBeEmpty();
            ManifestPolicy.Check(objects).Select(violation => violation.ToString()).ShouldBeEmpty();
            ManifestReferences.Check(objects).Select(violation => violation.ToString()).ShouldBeEmpty();
        },
        iter: 200);

    [Fact]
    public void Budgets_stand_beside_more_than_one_pod_and_autoscalers_alone_count_pods() => Environments.Sample(
        environment =>
        {
            var objects = Platform.Render(environment);
            foreach (var service in ServiceTable.Of(environment).Where(service => service.Scales))
            {
                var settings = environment.Services[service.Name];
                objects.Any(item => item.Kind() == "PodDisruptionBudget" && item.Name() == service.Name).ShouldBe((settings.Autoscale?.Min ?? settings.Replicas) > 1);
                objects.Where(item => item.Kind() is "HorizontalPodAutoscaler" or "ScaledObject" && item.Name() == service.Name).Select(item => item.Kind())
                    .ShouldBe(settings.Autoscale is null ? [] : [environment.Features.Keda is null ? "HorizontalPodAutoscaler" : "ScaledObject"]);
                objects.The("Deployment", service.Name).Text("spec.replicas").ShouldBe(settings.Autoscale is null ? $"{settings.Replicas}" : null);
            }
        },
        iter: 200);

    [Fact]
    public void Quotas_have_room_for_all_pods_at_their_most_and_one_more_twice_and_no_container_of_ours_is_outside_the_limits() => Environments.Sample(
        environment =>
        {
            var objects = Platform.Render(environment);
            foreach (var space in ServiceTable.Namespaces)
            {
                var hard = objects.OfKind("ResourceQuota").Single(item => item.Namespace() == space).At("spec.hard")!;
                var limits = objects.OfKind("LimitRange").Single(item => item.Namespace() == space).At("spec.limits.0")!;
                var workloads = objects.Where(item => item.Namespace() == space && item.PodTemplate() is not null).Select(item => (Item: item, Pods: Most(objects, item) + 1)).ToList();

                Number(hard, "pods").ShouldBe(2 * workloads.Sum(workload => workload.Pods));
                foreach (var (kind, resource) in from kind in (string[])["requests", "limits"] from resource in (string[])["cpu", "memory"] select (kind, resource))
                {
                    Number(hard, $"{kind}.{resource}").ShouldBe(2 * workloads.Sum(workload => workload.Pods * workload.Item.Containers().Sum(container => Number(container["resources"]![kind]!, resource))));
                    workloads.SelectMany(workload => workload.Item.Containers()).ShouldAllBe(container => Number(container["resources"]![kind]!, resource) <= Number(limits["max"]!, resource));
                }

                Number(limits["defaultRequest"]!, "memory").ShouldBeLessThanOrEqualTo(Number(limits["default"]!, "memory"));
            }
        },
        iter: 100);

    private static decimal Most(IReadOnlyList<JsonObject> objects, JsonObject workload) =>
        objects.SingleOrDefault(item => item.Kind() is "HorizontalPodAutoscaler" or "ScaledObject" && item.Name() == workload.Name()) is { } scaler
            ? decimal.Parse(scaler.Text("spec.maxReplicas") ?? scaler.Text("spec.maxReplicaCount")!, CultureInfo.InvariantCulture)
        : workload.Kind() is "Job" or "CronJob" ? 1 : decimal.Parse(workload.Text("spec.replicas")!, CultureInfo.InvariantCulture);

    private static decimal Number(JsonNode amounts, string name) => Quantity.Parse(amounts[name]!.ToString()).Amount;

    private static Gen<IReadOnlyDictionary<string, ServiceSettings>> Services() => Gen.Select(Gen.Int[1, 9], Cpu, Memory, Autoscale, (replicas, cpu, memory, autoscale) =>
        (IReadOnlyDictionary<string, ServiceSettings>)ServiceTable.All.ToDictionary(service => service.Name, service => new ServiceSettings
        {
            Replicas = service.Scales || service.Replicates ? replicas : 1,
            Cpu = cpu,
            Memory = memory,
            Autoscale = service.Scales ? autoscale : null,
        }));

    private static Brand Brand(int number) => new()
    {
        Name = $"brand-{number}",
        Title = $"Brand \"{number}\" & Sons: #1",
        Hosts = [$"www.brand-{number}.example", $"brand-{number}.example"],
        Theme = ThemeTable.Names[number % ThemeTable.Names.Count],
    };
}
