using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Images;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Tests;

public class PlatformManifestsTests
{
    public static TheoryData<string> Environments => Platform.Environments;

    [Fact]
    public void Local_renders_one_pod_of_everything_without_autoscaler_or_budget()
    {
        var objects = Platform.Render("local");

        objects.Where(item => item.PodTemplate() is not null && item.Kind() != "Job").Select(item => $"{item.Id()} {item.Text("spec.replicas")}").ShouldBe(
        [
            "Deployment backend/auth 1",
            "Deployment backend/gateway 1",
            "Deployment backend/media 1",
            "Deployment backend/publisher 1",
            "Deployment backend/sites 1",
            "Deployment database/pgbouncer 1",
            "StatefulSet database/object-storage 1",
            "StatefulSet database/postgres 1",
            "StatefulSet database/redis-cache 1",
            "StatefulSet database/redis-queue 1",
            "Deployment frontend/storefront 1",
        ]);
        objects.ShouldNotContain(item => item.Kind() == "HorizontalPodAutoscaler" || item.Kind() == "PodDisruptionBudget");
    }

    [Fact]
    public void Production_leaves_the_number_of_pods_to_the_autoscaler()
    {
        var objects = Platform.Render("production");

        objects.The("Deployment", "storefront").At("spec.replicas").ShouldBeNull();
        var autoscaler = objects.The("HorizontalPodAutoscaler", "storefront");
        $"{autoscaler.Text("spec.minReplicas")} to {autoscaler.Text("spec.maxReplicas")} at {autoscaler.Text("spec.metrics.0.resource.target.averageUtilization")} %".ShouldBe("3 to 20 at 65 %");
        objects.The("PodDisruptionBudget", "storefront").Text("spec.maxUnavailable").ShouldBe("1");
        objects.The("Deployment", "storefront").PodTemplate()!.Items("spec.topologySpreadConstraints").Select(spread => spread.Text("topologyKey"))
            .ShouldBe(["topology.kubernetes.io/zone", "kubernetes.io/hostname"]);
    }

    [Fact]
    public void Pods_that_replace_others_are_spread_among_themselves_and_members_which_keep_their_place_among_all()
    {
        var keys = from workload in Platform.Render("production")
                   where workload.PodTemplate() is not null
                   from spread in workload.PodTemplate()!.Items("spec.topologySpreadConstraints")
                   select $"{workload.Kind()}: {spread.At("matchLabelKeys.0")}";

        keys.Distinct().Order(StringComparer.Ordinal).ShouldBe(["Deployment: pod-template-hash", "StatefulSet: "]);
    }

    [Fact]
    public void With_KEDA_the_same_range_goes_by_memory_and_requests_as_well()
    {
        var production = Platform.Load("production");
        var range = new AutoscaleSettings { Min = 3, Max = 20, CpuPercent = 65, MemoryPercent = 80, Requests = 50 };
        var environment = production with
        {
            Features = production.Features with { Keda = "http://prometheus-operated.monitoring:9090" },
            Services = production.Services.ToDictionary(service => service.Key, service => service.Key == "storefront" ? service.Value with { Autoscale = range } : service.Value),
        };
        var objects = Platform.Render(environment);

        objects.OfKind("HorizontalPodAutoscaler").ShouldBeEmpty();
        objects.The("Deployment", "storefront").At("spec.replicas").ShouldBeNull();
        var item = objects.The("ScaledObject", "storefront");
        item.Mark("annotations", "scaledobject.keda.sh/transfer-hpa-ownership").ShouldBe("true");
        $"{item.Text("spec.scaleTargetRef.kind")} {item.Text("spec.scaleTargetRef.name")}, {item.Text("spec.minReplicaCount")} to {item.Text("spec.maxReplicaCount")}, as {item.Text("spec.advanced.horizontalPodAutoscalerConfig.name")}"
            .ShouldBe("Deployment storefront, 3 to 20, as storefront");
        item.Items("spec.triggers").Select(trigger => $"{trigger.Text("type")} {trigger.Text("metricType")} {trigger["metadata"]!.AsObject().Select(entry => $"{entry.Key}={entry.Value}").Aggregate((one, other) => $"{one} {other}")}").ShouldBe(
        [
            "cpu Utilization value=65",
            "memory Utilization value=80",
            """prometheus AverageValue query=sum(rate(http_request_duration_seconds_count{namespace="frontend",pod=~"storefront-[0-9a-z]+-[0-9a-z]+"}[2m])) serverAddress=http://prometheus-operated.monitoring:9090 threshold=50""",
        ]);
        File.ReadAllText(Path.Combine(Platform.Root, "src", "ServiceDefaults", "Metrics", "RequestMetrics.cs")).ShouldContain("\"http_request_duration_seconds\"", customMessage: "the histogram that our services export");
        objects.The("ScaledObject", "waf").Items("spec.triggers").Select(trigger => trigger.Text("type")).ShouldBe(["cpu"]);
        objects.OfKind("NetworkPolicy").Single(policy => policy.Id() == "NetworkPolicy monitoring/platform").At("spec.ingress.0.from.0.namespaceSelector.matchLabels")!.ToJsonString().ShouldContain("\"keda\"");
        Platform.Render("production").OfKind("ScaledObject").ShouldBeEmpty("no environment of ours has KEDA");
    }

    [Fact]
    public void A_fixed_number_of_pods_above_one_has_a_budget_and_no_autoscaler()
    {
        var objects = Platform.Render("staging");

        objects.The("Deployment", "sites").Text("spec.replicas").ShouldBe("2");
        objects.OfKind("PodDisruptionBudget").Select(item => item.Name()).ShouldBe(["auth", "gateway", "media", "publisher", "sites", "pgbouncer", "postgres", "redis-cache", "redis-queue", "storefront", "waf"]);
        objects.OfKind("HorizontalPodAutoscaler").Select(item => item.Name()).ShouldBe(["storefront"]);
    }

    [Fact]
    public void Every_brand_reaches_the_api_through_the_gateway_its_files_at_media_and_everything_else_at_storefront()
    {
        var objects = Platform.Render("local");

        Routes(objects).ShouldBe(
        [
            "acme.localhost/ -> frontend/storefront:80",
            "acme.localhost/api -> backend/gateway:80",
            "acme.localhost/media -> backend/media:80",
            "globex.localhost/ -> frontend/storefront:80",
            "globex.localhost/api -> backend/gateway:80",
            "globex.localhost/media -> backend/media:80",
            "storage.localhost/ -> database/object-storage:9000",
        ]);
        objects.OfKind("Ingress").ShouldAllBe(item => item.Text("spec.ingressClassName") == "sandbox" && item.At("spec.tls") == null);
    }

    [Theory, MemberData(nameof(Environments))]
    public void Ingresses_are_the_route_table_for_every_host(string environment)
    {
        var loaded = Platform.Load(environment);
        var routes = RouteTable.Of(loaded);
        var expected = ServiceTable.Waf.RunsIn(loaded)
            ? routes.Select(route => $"{route.Host}/ -> frontend/waf:80").Distinct()
            : routes.Select(route => $"{route.Host}{route.PathPrefix} -> {route.Service.Namespace}/{route.Service.Name}:{route.Service.Port}");

        Routes(Platform.Render(environment)).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Environments))]
    public void Variables_and_routes_name_exactly_the_services_of_the_flow_table(string environment)
    {
        var objects = Platform.Render(environment);
        var named =
            from workload in objects
            where workload.PodTemplate() is not null && workload.Kind() is not ("Job" or "CronJob")
            let variables = workload.PodTemplate()!.Items("spec.containers.0.env").Select(variable => variable.Text("value") ?? "")
            let routes = objects.OfKind("ConfigMap").Where(map => map.Name().StartsWith($"{workload.Name()}-routes-", StringComparison.Ordinal)).Select(map => map.ToJsonString())
            from text in variables.Concat(routes)
            from service in ServiceTable.All
            where service.Name != workload.Name() && Regex.IsMatch(text, $@"\b{service.Name}(-\d+)?\.{service.Namespace}\.svc\.cluster\.local")
            select $"{workload.Name()} -> {service.Name}";

        named.Distinct().Order().ShouldBe(FlowTable.Of(Platform.Load(environment)).Where(flow => flow.From != flow.To && flow.By.HasFlag(FlowCaller.Service)).Select(flow => $"{flow.From.Name} -> {flow.To.Name}").Distinct().Order());
    }

    [Theory, MemberData(nameof(Environments))]
    public void Pods_are_reached_by_those_of_the_flow_and_route_tables_alone(string environment)
    {
        var objects = Platform.Render(environment);
        var (ingress, metrics) = (Platform.Load(environment).Ingress.Namespace, Platform.Load(environment).Features.Metrics);
        IEnumerable<string> expected =
        [
            .. FlowTable.Of(Platform.Load(environment)).SelectMany(flow => Pods(objects, flow.From.Namespace, flow.From.Name, flow.By).Select(pod => $"{pod} -> {flow.To.Name}:{flow.Port}")),
            .. RouteTable.WayIn(Platform.Load(environment)).Select(way => $"{(way.From is { } waf ? $"{waf.Namespace}/{waf.Name}" : $"{ingress}/*")} -> {way.To.Name}:{way.To.ContainerPort}"),
            .. ServiceTable.All.Where(service => metrics && service.MetricsPort is not null).Select(service => $"monitoring/* -> {service.Name}:{service.MetricsPort}"),
        ];

        Permitted(objects).Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
        objects.OfKind("NetworkPolicy").Where(item => item.Name() == "closed" && item.At("spec.podSelector")!.AsObject().Count == 0 && item["spec"]!["ingress"] is null && item["spec"]!["egress"] is null)
            .Select(item => item.Namespace()).ShouldBe(objects.OfKind("Namespace").Select(item => item.Name()), ignoreOrder: true, "what is not permitted is closed");
    }

    [Fact]
    public void Secrets_hold_the_keys_that_their_namespace_reads_and_no_value()
    {
        var secrets = Platform.Render("local").OfKind("Secret").ToList();

        secrets.Select(item => $"{item.Namespace()} {item.Mark("annotations", ObjectLabels.Generate)}").ShouldBe(
        [
            "authority platform-authority:authority",
            "backend auth:key-encryption=48,owner-password=32",
            "backend editor:token=40",
            "backend object-storage:access-key=32,secret-key=48",
            "backend platform-trust:trust in platform-authority",
            "backend postgres:auth-password=32,sites-password=32",
            "backend redis:publisher-password=40,sites-password=40",
            "database object-storage-certificate:certificate by platform-authority for object-storage.database.svc.cluster.local",
            "database object-storage:access-key=32,secret-key=48",
            "database object-storage-reader:access-key=32,secret-key=48",
            "database pgbouncer-certificate:certificate by platform-authority for pgbouncer.database.svc.cluster.local",
            "database postgres:auth-password=32,sites-password=32",
            "database postgres-certificate:certificate by platform-authority for postgres.database.svc.cluster.local,postgres-replicas.database.svc.cluster.local,*.postgres-pods.database.svc.cluster.local",
            "database postgres-members:superuser-password=32,replication-password=40,control-password=40,rotator-password=40",
            "database postgres-pooler:pooler-password=40",
            "database redis:publisher-password=40,sites-password=40",
            "database redis-cache-certificate:certificate by platform-authority for redis-cache,localhost",
            "database redis-members:member-password=40,observer-password=40",
            "database redis-queue-certificate:certificate by platform-authority for redis-queue,localhost",
            "frontend object-storage-reader:access-key=32,secret-key=48",
            "frontend platform-trust:trust in platform-authority",
        ]);
        secrets.ShouldAllBe(item => item["data"] == null && item["stringData"] == null);
    }

    [Fact]
    public void A_changed_brand_brings_new_migrations_and_rolls_only_auth_gateway_media_and_storefront_which_read_the_hosts()
    {
        var before = Platform.Load("local");
        var after = before with { Brands = [before.Brands[0] with { Title = "Acme Ltd" }, before.Brands[1]] };

        Changed(Platform.Render(before), Platform.Render(after)).ShouldBe(["ConfigMap auth-brands", "ConfigMap gateway-brands", "ConfigMap media-brands", "ConfigMap sites-brands", "ConfigMap storefront-brands", "Deployment auth", "Deployment gateway", "Deployment media", "Deployment storefront", "Job auth-migrate", "Job sites-migrate"]);
    }

    [Fact]
    public void A_new_image_of_storefront_changes_its_deployment_alone() =>
        Changed(Platform.Render("local"), WithDigest("storefront")).ShouldBe(["Deployment storefront"]);

    [Fact]
    public void A_new_image_of_sites_changes_its_deployment_and_brings_a_new_migration_job() =>
        Changed(Platform.Render("local"), WithDigest("sites")).ShouldBe(["Deployment sites", "Job sites-migrate"]);

    [Fact]
    public void The_migration_runs_the_image_of_sites_with_an_argument_and_ends()
    {
        var objects = Platform.Render("local");
        var job = objects.The("Job", "sites-migrate");
        var container = job.PodTemplate()!.At("spec.containers.0")!;

        container.Text("image").ShouldBe(objects.The("Deployment", "sites").PodTemplate()!.Text("spec.containers.0.image"));
        container["args"]!.ToJsonString().ShouldBe("""["migrate"]""");
        job.Text("spec.template.spec.restartPolicy").ShouldBe("Never");
    }

    [Fact]
    public void Every_migration_says_that_it_is_one_so_that_no_rollback_runs_it_and_the_Job_with_the_passwords_is_none() =>
        Platform.Render("local").OfKind("Job").Select(job => $"{job.Mark("labels", "app.kubernetes.io/name")} {job.Mark("annotations", "sitebuilder.dev/migration")}").Order(StringComparer.Ordinal)
            .ShouldBe(["auth-migrate auth", "media-migrate media", "postgres-migrate ", "publisher-migrate publisher", "sites-migrate sites"]);

    [Fact]
    public void Every_Job_has_an_account_of_its_own_that_has_no_token_and_no_role()
    {
        var objects = Platform.Render("production");
        var jobs = objects.Where(item => item.Kind() is "Job" or "CronJob").ToDictionary(item => item.Mark("labels", ObjectLabels.Name)!);

        jobs.Keys.ShouldBe(["auth-migrate", "media-migrate", "publisher-migrate", "sites-migrate", "postgres-backup", "postgres-migrate"], ignoreOrder: true);
        foreach (var (name, job) in jobs)
        {
            $"{job.PodTemplate()!.Text("spec.serviceAccountName")} {job.PodTemplate()!.Text("spec.automountServiceAccountToken")}".ShouldBe($"{name} false");
            objects.The("ServiceAccount", name).Text("automountServiceAccountToken").ShouldBe("false");
        }

        objects.OfKind("RoleBinding").SelectMany(binding => binding.Items("subjects")).Select(subject => subject.Text("name")).ShouldBe(["postgres"]);
    }

    [Fact]
    public void Images_come_from_the_lock_by_digest()
    {
        var objects = Platform.Render("production");

        objects.Where(item => item.PodTemplate() is not null).Select(item => item.PodTemplate()!.Text("spec.containers.0.image")).Distinct().Order().ShouldBe(
            PlatformManifests.Images(Platform.Load("production")).Select(image => $"registry.example.com/sitebuilder/{image}@sha256:{new string('0', 64)}"));
    }

    [Theory]
    [InlineData("redis-cache", 768)]
    [InlineData("redis-queue", 256)]
    public void Redis_may_hold_a_part_of_its_memory_limit_and_the_queue_less_of_it(string name, int megabytes) =>
        Variables(Platform.Render("production"), name)["REDIS_MAXMEMORY"].ShouldBe($"{megabytes * 1024L * 1024}");

    [Fact]
    public void Several_members_of_Redis_have_Sentinels_and_one_has_none()
    {
        Containers("production", "redis-queue").ShouldBe(["redis-queue", "sentinel", "metrics"]);
        Containers("production", "redis-cache").ShouldBe(["redis-cache", "sentinel", "metrics"]);
        Containers("local", "redis-queue").ShouldBe(["redis-queue"]);
        Variables(Platform.Render("production"), "sites")["Sites__Queue__Sentinel"].ShouldBe("redis-queue");
        Variables(Platform.Render("local"), "sites").ShouldNotContainKey("Sites__Queue__Sentinel");
    }

    [Fact]
    public void A_write_to_the_queue_needs_a_replica_where_there_are_any_and_one_to_the_cache_never()
    {
        Variables(Platform.Render("production"), "redis-queue")["REDIS_COPIES"].ShouldBe("1");
        Variables(Platform.Render("production"), "sites")["Sites__Queue__Copies"].ShouldBe("1");
        Variables(Platform.Render("production"), "redis-cache")["REDIS_COPIES"].ShouldBe("0");
        Variables(Platform.Render("local"), "redis-queue")["REDIS_COPIES"].ShouldBe("0");
    }

    [Fact]
    public void The_queue_has_a_volume_of_the_size_that_the_environment_says_and_the_cache_has_none()
    {
        var environment = Platform.Load("production");
        var objects = Platform.Render(environment with { Queue = environment.Queue with { StorageClass = "slow" } });

        objects.The("StatefulSet", "redis-queue").Text("spec.volumeClaimTemplates.0.spec.resources.requests.storage").ShouldBe("10Gi");
        objects.The("StatefulSet", "redis-queue").Text("spec.volumeClaimTemplates.0.spec.storageClassName").ShouldBe("slow");
        objects.The("StatefulSet", "redis-cache").At("spec.volumeClaimTemplates").ShouldBeNull();
    }

    [Fact]
    public void Only_the_pods_that_read_a_secret_mount_it()
    {
        var mounts =
            from workload in Platform.Render("local")
            where workload.PodTemplate() is not null
            from volume in workload.PodTemplate()!.Items("spec.volumes")
            where volume["secret"] is not null
            select $"{workload.Kind()} {workload.PodTemplate()!.Text("spec.serviceAccountName")}: {volume.Text("name")}";

        mounts.ShouldBe(
        [
            "Deployment auth: auth",
            "Deployment auth: postgres",
            "Deployment auth: trust",
            "Deployment media: object-storage",
            "Deployment media: trust",
            "Deployment publisher: object-storage",
            "Deployment publisher: redis",
            "Deployment publisher: trust",
            "Deployment sites: editor",
            "Deployment sites: postgres",
            "Deployment sites: redis",
            "Deployment sites: trust",
            "Job auth-migrate: auth",
            "Job auth-migrate: postgres",
            "Job auth-migrate: trust",
            "Job media-migrate: object-storage",
            "Job media-migrate: trust",
            "Job publisher-migrate: object-storage",
            "Job publisher-migrate: trust",
            "Job sites-migrate: postgres",
            "Job sites-migrate: trust",
            "Deployment pgbouncer: postgres-pooler",
            "Deployment pgbouncer: certificate",
            "Job postgres-migrate: postgres",
            "Job postgres-migrate: postgres-members",
            "Job postgres-migrate: certificate",
            "StatefulSet object-storage: object-storage",
            "StatefulSet object-storage: object-storage-reader",
            "StatefulSet object-storage: certificate",
            "StatefulSet postgres: postgres-members",
            "StatefulSet postgres: postgres-pooler",
            "StatefulSet postgres: certificate",
            "StatefulSet redis-cache: redis",
            "StatefulSet redis-cache: redis-members",
            "StatefulSet redis-cache: certificate",
            "StatefulSet redis-queue: redis",
            "StatefulSet redis-queue: redis-members",
            "StatefulSet redis-queue: certificate",
            "Deployment storefront: object-storage-reader",
            "Deployment storefront: trust",
        ]);
    }

    [Fact]
    public void A_lock_that_lacks_an_image_is_refused_by_name()
    {
        var environment = Platform.Load("local");
        var images = PlatformManifests.ReviewLock(environment);

        Should.Throw<KeyNotFoundException>(() => PlatformManifests.Render(environment, new ImageLock(images.References.Remove(new ImageName("redis")))))
            .Message.ShouldBe("The image lock has no 'redis'; it holds auth, gateway, media, object-storage, pgbouncer, postgres, publisher, sites, storefront. Run ./build.sh Publish.");
    }

    [Fact]
    public void Metrics_and_tracing_appear_where_they_are_switched_on()
    {
        var environment = Platform.Load("local") with { Features = new FeatureSettings { Metrics = true, Tracing = "http://collector.example.com:4317" } };
        var template = Platform.Render(environment).The("Deployment", "storefront").PodTemplate()!;

        template.Mark("annotations", "prometheus.io/port").ShouldBe("8081");
        template.Items("spec.containers.0.env").ShouldContain(variable =>
            variable.Text("name") == "OTEL_EXPORTER_OTLP_ENDPOINT" && variable.Text("value") == "http://collector.example.com:4317");
        Platform.Render("local").The("Deployment", "storefront").PodTemplate()!.Mark("annotations", "prometheus.io/port").ShouldBeNull();
    }

    [Fact]
    public void The_database_keeps_its_files_on_a_volume_of_the_size_and_class_of_the_environment()
    {
        var environment = Platform.Load("production");
        var database = Platform.Render(environment with { Database = environment.Database with { StorageClass = "fast" } }).The("StatefulSet", "postgres");

        database.Text("spec.volumeClaimTemplates.0.spec.resources.requests.storage").ShouldBe("200Gi");
        database.Text("spec.volumeClaimTemplates.0.spec.storageClassName").ShouldBe("fast");
        var data = database.PodTemplate()!.Items("spec.containers.0.env").Single(variable => variable.Text("name") == "PGDATA").Text("value")!;
        database.PodTemplate()!.Items("spec.containers.0.volumeMounts").Single(mount => mount.Text("name") == "data").Text("mountPath").ShouldBe(Path.GetDirectoryName(data));
    }

    [Fact]
    public void The_primary_of_the_database_is_who_Patroni_writes_into_the_endpoints_of_the_service_that_all_call()
    {
        var objects = Platform.Render("production");

        objects.The("Service", "postgres").At("spec.selector").ShouldBeNull();
        objects.The("Service", "postgres-replicas").At("spec.selector")!.ToJsonString().ShouldBe("""{"app.kubernetes.io/name":"postgres","sitebuilder.dev/role":"replica"}""");
        objects.OfKind("Service").Where(item => item.Namespace() == "database" && item.Name().StartsWith("postgres", StringComparison.Ordinal)).Select(item => item.Name())
            .ShouldBe(["postgres", "postgres-config", "postgres-pods", "postgres-replicas", "postgres-sync"]);
    }

    [Fact]
    public void Members_of_the_database_may_touch_nothing_of_the_API_but_their_own()
    {
        var rules = Platform.Render("production").The("Role", "postgres").Items("rules").Select(rule =>
            $"{string.Join(',', Words(rule, "verbs"))} {string.Join(',', Words(rule, "resources"))} {string.Join(',', Words(rule, "resourceNames"))}".TrimEnd());

        rules.ShouldBe(
        [
            "create,list,watch endpoints",
            "get,patch,update endpoints postgres,postgres-config,postgres-failover,postgres-sync",
            "list,watch pods",
            "get,patch pods postgres-0,postgres-1,postgres-2",
        ]);
    }

    [Theory]
    [InlineData(MemberSpread.Any, "preferred host; zone ScheduleAnyway, host ScheduleAnyway")]
    [InlineData(MemberSpread.Host, "required host; zone ScheduleAnyway, host ScheduleAnyway")]
    [InlineData(MemberSpread.Zone, "required host; zone DoNotSchedule, host ScheduleAnyway")]
    public void Members_of_the_database_are_kept_apart_as_the_environment_says(MemberSpread spread, string expected)
    {
        var environment = Platform.Load("production");
        var pod = Platform.Render(environment with { Database = environment.Database with { Spread = spread } }).The("StatefulSet", "postgres").PodTemplate()!;
        var apart = pod.Items("spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution").Any() ? "required" : "preferred";

        $"{apart} host; {string.Join(", ", pod.Items("spec.topologySpreadConstraints").Select(spread => $"{spread.Text("topologyKey")!.Split('/')[1].Replace("hostname", "host", StringComparison.Ordinal)} {spread.Text("whenUnsatisfiable")}"))}".ShouldBe(expected);
    }

    [Theory]
    [InlineData("local", "false shared_buffers=128MB effective_cache_size=384MB maintenance_work_mem=32MB work_mem=4MB max_wal_size=128MB max_slot_wal_keep_size=256MB")]
    [InlineData("production", "true shared_buffers=2048MB effective_cache_size=6144MB maintenance_work_mem=512MB work_mem=20MB max_wal_size=4096MB max_slot_wal_keep_size=51200MB")]
    public void The_parameters_of_the_database_follow_its_memory_and_its_disk(string environment, string expected)
    {
        var variables = Platform.Render(environment).The("StatefulSet", "postgres").PodTemplate()!.Items("spec.containers.0.env").ToDictionary(item => item.Text("name")!, item => item.Text("value"));

        $"{variables["POSTGRES_SYNCHRONOUS"]} {variables["POSTGRES_SETTINGS"]}".ShouldBe(expected);
    }

    [Theory, MemberData(nameof(Environments))]
    public void What_the_poolers_lend_and_migrations_take_fits_into_the_database_and_all_services_at_their_largest_into_one_pooler(string environment)
    {
        var (settings, pooler) = (Platform.Load(environment).Services, Variables(Platform.Render(environment), "pgbouncer"));
        var pool = Number(Path.Combine("src", "Database", "DatabaseSettings.cs"), "MaxPoolSize = ([0-9]+)");
        var most = Number(Path.Combine("deploy", "images", "postgres", "members.py"), "\"max_connections\": ([0-9]+)");
        var clients = Number(Path.Combine("deploy", "images", "pgbouncer", "pgbouncer.ini"), "max_client_conn = ([0-9]+)");
        var asking = Number(Path.Combine("deploy", "images", "pgbouncer", "start"), "asking=([0-9]+)");

        asking.ShouldBe(PoolerConnections.Asking);
        pooler["PGBOUNCER_DATABASES"].ShouldBe("auth sites");
        var poolers = Most(ServiceTable.Pgbouncer) + 1;
        var lent = poolers * 2 * (int.Parse(pooler["PGBOUNCER_POOL"], CultureInfo.InvariantCulture) + asking);
        // those that are kept for the superuser and for replication are some ten, and a migration has two or three
        lent.ShouldBeLessThanOrEqualTo(most - 20);
        (pool * FlowTable.All.Where(flow => flow.To == ServiceTable.Pgbouncer).Sum(flow => Most(flow.From) + 1)).ShouldBeLessThanOrEqualTo(clients);

        int Most(ServiceEntry service) => settings[service.Name].Autoscale?.Max ?? settings[service.Name].Replicas;
    }

    private static int Number(string file, string pattern) =>
        int.Parse(Regex.Match(File.ReadAllText(Path.Combine(Platform.Root, file)), pattern).Groups[1].Value, CultureInfo.InvariantCulture);

    [Fact]
    public void A_further_shard_is_a_server_of_its_own_that_those_alone_know_whose_data_are_spread()
    {
        var environment = Platform.Load("production");
        var objects = Platform.Render(environment with
        {
            Database = environment.Database with { Shards = ["second"] },
            Brands = [environment.Brands[0], environment.Brands[1] with { Shard = "second" }],
        });

        objects.Where(item => item.Name().Contains("-shard-second", StringComparison.Ordinal) && item.Kind() != "Secret").Select(item => $"{item.Kind()} {(item.Kind() == "Job" ? item.Mark("labels", ObjectLabels.Name) : item.Name())}").ShouldBe(
        [
            "CronJob postgres-shard-second-backup", "Deployment pgbouncer-shard-second", "Job postgres-shard-second-migrate", "NetworkPolicy pgbouncer-shard-second", "NetworkPolicy postgres-shard-second", "NetworkPolicy postgres-shard-second-backup", "NetworkPolicy postgres-shard-second-migrate",
            "PodDisruptionBudget pgbouncer-shard-second", "PodDisruptionBudget postgres-shard-second", "Role postgres-shard-second", "RoleBinding postgres-shard-second",
            "Service pgbouncer-shard-second", "Service postgres-shard-second", "Service postgres-shard-second-config", "Service postgres-shard-second-pods", "Service postgres-shard-second-replicas",
            "Service postgres-shard-second-sync", "ServiceAccount pgbouncer-shard-second", "ServiceAccount postgres-shard-second", "ServiceAccount postgres-shard-second-backup", "ServiceAccount postgres-shard-second-migrate", "StatefulSet postgres-shard-second",
        ]);
        var job = objects.The("Job", "postgres-shard-second-migrate");
        job.PodTemplate()!.Items("spec.volumes").Single(volume => volume.Text("name") == "postgres").Items("secret.items").Select(item => item.Text("key")).ShouldBe(["sites-password"]);
        job.Containers().Single().Items("env").Select(item => item.Text("value")).ShouldContain("sites_1=sites-password");
        Variables(objects, "postgres-shard-second")["POSTGRES_SERVICES"].ShouldBe("sites=sites_1,sites_2");
        Permitted(objects).Where(way => way.Contains("-shard-second", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ShouldBe(
        [
            "backend/sites -> pgbouncer-shard-second:6432",
            "backend/sites-migrate -> postgres-shard-second:5432",
            "database/pgbouncer-shard-second -> postgres-shard-second:5432",
            "database/postgres-shard-second -> object-storage:9000",
            "database/postgres-shard-second -> postgres-shard-second:5432",
            "database/postgres-shard-second -> postgres-shard-second:8008",
            "database/postgres-shard-second-backup -> object-storage:9000",
            "database/postgres-shard-second-backup -> postgres-shard-second:8432",
            "database/postgres-shard-second-migrate -> postgres-shard-second:5432",
            "monitoring/* -> postgres-shard-second:9187",
        ]);
        Shards("sites-migrate-shards-").ShouldBe(
            """{"shards":{"second":{"host":"postgres-shard-second.database.svc.cluster.local","name":"sites","user":"sites_1","passwordFile":"/etc/secrets/postgres/sites-password"}},"brands":{"globex":"second"}}""");
        Shards("sites-shards-").ShouldContain("\"host\":\"pgbouncer-shard-second.database.svc.cluster.local\"");
        Variables(objects, "pgbouncer-shard-second")["PGBOUNCER_SERVER"].ShouldBe("postgres-shard-second.database.svc.cluster.local");
        Variables(objects, "pgbouncer-shard-second")["PGBOUNCER_DATABASES"].ShouldBe("sites");

        string Shards(string name) => JsonNode.Parse(objects.OfKind("ConfigMap").Single(item => item.Name().StartsWith(name, StringComparison.Ordinal))["data"]!["shards.json"]!.ToString())!.ToJsonString();
    }

    [Fact]
    public void Services_go_by_the_pooler_and_migrations_straight_to_the_database()
    {
        var objects = Platform.Render("production");

        foreach (var service in (string[])["auth", "sites"])
        {
            var section = service[..1].ToUpperInvariant() + service[1..];
            var (serving, migrating) = (Variables(objects, service), objects.The("Job", $"{service}-migrate").Containers().Single().Items("env").ToDictionary(item => item.Text("name")!, item => item.Text("value")));
            $"{serving[$"{section}__Database__Host"]} {serving[$"{section}__Database__Pooled"]}".ShouldBe("pgbouncer.database.svc.cluster.local true");
            migrating[$"{section}__Database__Host"].ShouldBe("postgres.database.svc.cluster.local");
            migrating.ShouldNotContainKey($"{section}__Database__Pooled");
        }
    }

    private static IEnumerable<string> Words(JsonObject rule, string field) => rule[field]?.AsArray().Select(item => item!.ToString()) ?? [];

    [Fact]
    public void Object_storage_keeps_its_files_on_a_volume_of_the_size_and_class_of_the_environment()
    {
        var environment = Platform.Load("production");
        var storage = Platform.Render(environment with { ObjectStorage = environment.ObjectStorage with { StorageClass = "slow" } }).The("StatefulSet", "object-storage");

        storage.Text("spec.volumeClaimTemplates.0.spec.resources.requests.storage").ShouldBe("200Gi");
        storage.Text("spec.volumeClaimTemplates.0.spec.storageClassName").ShouldBe("slow");
        var data = storage.PodTemplate()!.Items("spec.containers.0.env").Single(variable => variable.Text("name") == "OBJECT_STORAGE_DATA").Text("value")!;
        storage.PodTemplate()!.Items("spec.containers.0.volumeMounts").Single(mount => mount.Text("name") == "data").Text("mountPath").ShouldBe(data);
    }

    private static IReadOnlyList<JsonObject> WithDigest(string image)
    {
        var environment = Platform.Load("local");
        var name = new ImageName(image);
        var images = PlatformManifests.ReviewLock(environment);
        var reference = images[name].Replace("000", "111", StringComparison.Ordinal);
        return PlatformManifests.Render(environment, new ImageLock(images.References.SetItem(name, reference)));
    }

    private static List<string?> Containers(string environment, string name) => [.. Platform.Render(environment).The("StatefulSet", name).Containers().Select(container => container.Text("name"))];

    private static Dictionary<string, string> Variables(IEnumerable<JsonObject> objects, string name) =>
        objects.Single(item => item.Name() == name && item.Kind() is ("Deployment" or "StatefulSet")).Containers().First().Items("env")
            .Where(variable => variable["value"] is not null).ToDictionary(variable => variable.Text("name")!, variable => variable.Text("value")!);

    private static List<string> Routes(IEnumerable<JsonObject> objects) =>
    [
        .. (from ingress in objects.OfKind("Ingress")
            from rule in ingress.Items("spec.rules")
            from path in rule.Items("http.paths")
            select $"{rule.Text("host")}{path.Text("path")} -> {ingress.Namespace()}/{path.Text("backend.service.name")}:{path.Text("backend.service.port.number")}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Every way that a policy opens: from which pods to which port.</summary>
    private static IEnumerable<string> Permitted(IReadOnlyList<JsonObject> objects) =>
        from policy in objects.OfKind("NetworkPolicy")
        from rule in policy.Items("spec.ingress")
        from port in rule.Items("ports")
        from peer in rule.Items("from")
        let space = peer["namespaceSelector"]!["matchLabels"]?["kubernetes.io/metadata.name"]?.ToString() ?? "*"
        let names = peer["podSelector"]?["matchLabels"]?[ObjectLabels.Name] is { } name
            ? [name.ToString()]
            : peer.Items("podSelector.matchExpressions").SelectMany(expression => expression["values"]!.AsArray().Select(value => value!.ToString()))
        from caller in peer["podSelector"] is null ? ["*/*"] : objects.Where(item => item.PodTemplate() is not null && item.Namespace() == space)
            .Select(item => item.PodTemplate()!["metadata"]!["labels"]![ObjectLabels.Name]!.ToString()).Where(names.Contains).Select(pod => $"{space}/{pod}")
        select $"{(caller == "*/*" ? $"{space}/*" : caller)} -> {policy["spec"]!["podSelector"]!["matchLabels"]![ObjectLabels.Name]}:{port.Text("port")}";

    /// <summary>The pods of a service that call: those that serve, and those of its Jobs.</summary>
    private static IEnumerable<string> Pods(IEnumerable<JsonObject> objects, string space, string service, FlowCaller by) => objects
        .Where(item => item.PodTemplate() is not null && item.Namespace() == space)
        .Select(item => item.PodTemplate()!["metadata"]!["labels"]![ObjectLabels.Name]!.ToString())
        .Where(pod => (by.HasFlag(FlowCaller.Service) && pod == service) || (by.HasFlag(FlowCaller.Migration) && pod == $"{service}-migrate") || (by.HasFlag(FlowCaller.Backup) && pod == $"{service}-backup"))
        .Select(pod => $"{space}/{pod}");

    /// <summary>The objects that differ, by kind and name without hash.</summary>
    private static List<string> Changed(IReadOnlyList<JsonObject> before, IReadOnlyList<JsonObject> after)
    {
        var old = before.Select(item => item.ToJsonString()).ToHashSet();
        return
        [
            .. after.Where(item => !old.Contains(item.ToJsonString()))
                .Select(item => item.Kind() is "ConfigMap" or "Secret" or "Job" ? $"{item.Kind()} {item.Name()[..^11]}" : $"{item.Kind()} {item.Name()}")
                .Order(StringComparer.Ordinal),
        ];
    }
}
