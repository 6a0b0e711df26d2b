using SiteBuilder.Model.Environments;

namespace SiteBuilder.Model.Tests.Environments;

/// <summary>Every test gives one file and expects its whole list of problems.</summary>
public class EnvironmentProblemsTests
{
    [Fact]
    public void All_problems_of_a_file_are_reported_together_in_its_order() => Expect("""
        cluster:
          identity: Not_A_Label
          sandbox:
            apiPort: 70000
            ingressPort: 8080
            registryPort: 8080
            podCidr: 10.89.0.1/16
            serviceCidr: 10.97.0.0/33
        registry:
          prefix: Upper/Case
        base: latest
        brands:
          - name: acme
            hosts: [acme.localhost, -bad-.localhost, acme.localhost]
            theme: blu
          - name: acme
            titel: Globex
            hosts: []
            theme: mauve
          - hosts: [acme.localhost]
            theme: green
        services:
          storefrnt:
            replicas: 2
          sites:
            replicas: many
            cpu: {request: 2, limit: 500m}
            memory: {request: lots}
        database:
          storage: 10GB
        gates:
          scan:
            required: "yes"
            severities: [high, worst]
          rollout:
            deadline: 5m
            stallDeadline: 10m
            drift: ignore
            patience: endless
            autoscaler: soon
        colour: red
        """, """
        x.yaml has 28 problems:
          x.yaml:2:13: cluster.identity: expected a DNS label (lower-case letters, digits and dashes, at most 63), found 'Not_A_Label'
          x.yaml:4:14: cluster.sandbox.apiPort: expected a port from 1 to 65535, found '70000'
          x.yaml:6:19: cluster.sandbox.registryPort: port 8080 is used by ingressPort and registryPort; give each its own
          x.yaml:7:14: cluster.sandbox.podCidr: expected an IPv4 network such as 10.89.0.0/16, without host bits, /8 to /28, found '10.89.0.1/16'
          x.yaml:8:18: cluster.sandbox.serviceCidr: expected an IPv4 network such as 10.89.0.0/16, without host bits, /8 to /28, found '10.97.0.0/33'
          x.yaml:10:11: registry.prefix: expected a repository path of lower-case letters, digits and single separators, found 'Upper/Case'
          x.yaml:11:7: base: expected 'bootstrap' or an image by digest under base.image, found 'latest'
          x.yaml:14:29: brands[0].hosts[1]: expected a DNS name (labels of lower-case letters, digits and dashes, at most 253 in all), found '-bad-.localhost'
          x.yaml:14:46: brands[0].hosts: 'acme.localhost' is already a host of brand 'acme' in line 14; a host leads to one place
          x.yaml:15:12: brands[0].theme: expected one of blue, green, orange, purple, red, found 'blu'; did you mean 'blue'?
          x.yaml:16:11: brands[1].name: brand 'acme' is already defined in line 13
          x.yaml:17:5: brands[1].titel is no known key, did you mean 'title'? Known: name, title, hosts, theme, shard
          x.yaml:18:12: brands[1].hosts: expected at least one, found an empty list
          x.yaml:19:12: brands[1].theme: expected one of blue, green, orange, purple, red, found 'mauve'
          x.yaml:20:5: brands[2].name is missing: expected a DNS label (lower-case letters, digits and dashes, at most 63)
          x.yaml:20:13: brands[2].hosts: 'acme.localhost' is already a host of brand 'acme' in line 14; a host leads to one place
          x.yaml:23:3: services.storefrnt is no known service, did you mean 'storefront'? Known: auth, gateway, media, object-storage, pgbouncer, postgres, publisher, redis-cache, redis-queue, sites, storefront, waf
          x.yaml:26:15: services.sites.replicas: expected a whole number from 1 to 1000, found 'many'
          x.yaml:27:20: services.sites.cpu.request: the request (2) is above the limit (500m)
          x.yaml:28:23: services.sites.memory.request: expected an amount of bytes such as 256Mi or 10Gi, found 'lots'
          x.yaml:30:12: database.storage: expected an amount of bytes such as 256Mi or 10Gi, found '10GB'
          x.yaml:33:15: gates.scan.required: expected true or false, found the text 'yes'
          x.yaml:34:24: gates.scan.severities[1]: expected one of unknown, low, medium, high, critical, found 'worst'
          x.yaml:37:20: gates.rollout.stallDeadline: the stall deadline (10m) is longer than the deadline of the whole (5m)
          x.yaml:38:12: gates.rollout.drift: expected one of refuse, keep, take-back, found 'ignore'
          x.yaml:39:15: gates.rollout.patience: expected one of quick, normal, patient, found 'endless'
          x.yaml:40:17: gates.rollout.autoscaler: expected a time from 1s to 24h such as 90s, 10m or 1h30m, found 'soon'
          x.yaml:41:1: colour is no known key; known: cluster, registry, base, brands, services, database, queue, objectStorage, secrets, ingress, waf, features, gates
        """);

    [Fact]
    public void What_every_environment_needs_is_missed() => Expect("""
        registry:
          prefix: x
        """, """
        x.yaml has 3 problems:
          x.yaml:1:1: base is missing: expected 'bootstrap' or an image by digest under base.image
          x.yaml:1:1: brands is missing: expected a list
          x.yaml:2:3: registry.host is missing: expected a host with optional port, such as registry.example.com:5000
        """);

    [Fact]
    public void The_host_of_object_storage_is_no_brands() => Expect("""
        registry: {host: r.example.com}
        base: bootstrap
        brands: [{name: acme, hosts: [www.acme.example], theme: blue}]
        objectStorage: {host: www.acme.example}
        """, """
        x.yaml has 1 problem:
          x.yaml:4:23: objectStorage.host: 'www.acme.example' is already a host of brand 'acme' in line 3; a host leads to one place
        """);

    [Fact]
    public void A_back_end_has_its_own_keys_only() => Expect("""
        registry: {host: r.example.com}
        base: bootstrap
        brands: [{name: acme, hosts: [www.acme.example], theme: blue}]
        secrets: {backend: external-secrets, mount: kv}
        """, """
        x.yaml has 1 problem:
          x.yaml:4:45: secrets.mount: has no meaning with backend external-secrets; remove it, or set secrets.backend to vault
        """);

    [Fact]
    public void Logins_are_made_by_Vault_alone() => Expect("""
        registry: {host: r.example.com}
        base: bootstrap
        brands: [{name: acme, hosts: [www.acme.example], theme: blue}]
        secrets: {database: dynamic}
        """, """
        x.yaml has 1 problem:
          x.yaml:4:21: secrets.database: dynamic ones are made by Vault, and the backend is generated; set secrets.backend to vault, or remove it
        """);

    [Fact]
    public void An_empty_file_is_one_problem() => Expect("", """
        x.yaml has 1 problem:
          x.yaml:1:1: the file is empty: expected cluster, base and brands at least
        """);

    [Fact]
    public void A_list_is_no_environment() => Expect("""
        - a
        - b
        """, """
        x.yaml has 1 problem:
          x.yaml:1:1: expected keys with values, found a list
        """);

    [Fact]
    public void Broken_yaml_is_reported_with_its_place() => Expect("""
        a: [
        """, """
        x.yaml has 1 problem:
          x.yaml:2:1: this is no YAML: While parsing a node, did not find expected node content.
        """);

    [Fact]
    public void A_list_that_is_never_closed_is_reported() => Expect("""
        cluster:
          identity: [a
         base: x
        """, """
        x.yaml has 1 problem:
          x.yaml:1:1: this is no YAML: a list [ ] or mapping { } is not closed
        """);

    [Fact]
    public void A_key_that_stands_twice_is_reported() => Expect("""
        cluster: here
        registry: {host: r.example.com, host: b}
        base: bootstrap
        """, """
        x.yaml has 1 problem:
          x.yaml:2:33: this is no YAML: Duplicate key host
        """);

    [Fact]
    public void Backups_are_made_by_a_schedule_that_cron_reads_and_some_are_kept() => Expect("""
        registry: {host: registry.example.com}
        base: bootstrap
        brands: [{name: acme, hosts: [www.acme.example], theme: blue}]
        database: {backups: {schedule: nightly, fullEvery: 0, keep: all, where: here}}
        """, """
        x.yaml has 4 problems:
          x.yaml:4:32: database.backups.schedule: expected five fields of cron such as 0 2 * * * (every night at two, UTC), found 'nightly'
          x.yaml:4:52: database.backups.fullEvery: expected a whole number of days from 1 to 365, found '0'
          x.yaml:4:61: database.backups.keep: expected a whole number from 1 to 100, found 'all'
          x.yaml:4:66: database.backups.where is no known key; known: enabled, schedule, fullEvery, keep
        """);

    [Fact]
    public void A_database_is_as_safe_as_it_says_or_refused() => Expect("""
        registry: {host: registry.example.com}
        base: bootstrap
        brands: [{name: acme, hosts: [acme.example], theme: blue, shard: third}]
        services: {postgres: {autoscale: {min: 1, max: 3}}}
        database: {synchronous: true, spread: rack, shards: [second, main, second, a-b]}
        """, """
        x.yaml has 7 problems:
          x.yaml:3:66: brands[0].shard: there is no shard 'third'; known are main, second; further ones stand in database.shards
          x.yaml:4:34: services.postgres.autoscale: postgres keeps data in every pod, so their number is fixed; use replicas
          x.yaml:5:25: database.synchronous: one pod has no replica that a commit could wait for; set services.postgres.replicas to 2 or more, or remove this
          x.yaml:5:39: database.spread: expected one of any, host, zone, found 'rack'
          x.yaml:5:62: database.shards: there is a shard 'main' already
          x.yaml:5:68: database.shards: there is a shard 'second' already
          x.yaml:5:76: database.shards[3]: expected a name of lower-case letters and digits, at most 20, that begins with a letter, found 'a-b'
        """);

    [Fact]
    public void Requests_are_counted_where_KEDA_and_metrics_are_and_by_what_has_some() => Expect("""
        registry: {host: registry.example.com}
        base: bootstrap
        brands: [{name: acme, hosts: [acme.example], theme: blue}]
        services: {sites: {autoscale: {min: 2, max: 3, requests: 50}}, waf: {autoscale: {min: 2, max: 3, requests: 50, memory: 0}}, storefront: {autoscale: {min: 1, max: 2, requests: "50"}}}
        """, """
        x.yaml has 4 problems:
          x.yaml:4:58: services.sites.autoscale.requests are counted by KEDA, but features.keda names no Prometheus: set it, or remove this
          x.yaml:4:108: services.waf.autoscale.requests: waf has no metrics of its requests; remove this
          x.yaml:4:120: services.waf.autoscale.memory: expected a percentage from 1 to 100, without the sign, found '0'
          x.yaml:4:176: services.storefront.autoscale.requests: expected a whole number of requests in a second from 1 to 100000, found the text '50'
        """);

    [Theory]
    [InlineData("registry: {host: registry.example.com}", "x.yaml:4:18: features.keda scales by metrics that Prometheus finds, but features.metrics is off: set it to true, or remove this")]
    [InlineData("cluster: {sandbox: {name: x}}", "x.yaml:4:18: features.keda: the sandbox has no KEDA; remove this")]
    public void KEDA_needs_metrics_and_a_cluster_that_has_it(string first, string problem) => Expect($$"""
        {{first}}
        base: bootstrap
        brands: [{name: acme, hosts: [acme.example], theme: blue}]
        features: {keda: 'http://prometheus.monitoring:9090'}
        """, $"""
        x.yaml has 1 problem:
          {problem}
        """);

    [Fact]
    public void Values_of_the_wrong_shape_are_reported_and_contradictions_with_them() => Expect("""
        cluster: here
        registry: [r.example.com]
        base: {image: registry.example.com/base:12}
        brands: acme
        services: {sites: {autoscale: {min: 5, max: 2}, replicas: 3}, object-storage: {replicas: 3}, redis-cache: {autoscale: {min: 1, max: 2}}, redis-queue: {replicas: 2}, storefront: {autoscale: on}}
        ingress: {tls: "true", port: "80", class: 3.4.5.6}
        features: {metrics: 1, tracing: ftp://x}
        gates: {test: {suites: unit}, rollout: {deadline: 10 minutes, stallDeadline: 0s, rollbackOnFailure: }}
        """, """
        x.yaml has 19 problems:
          x.yaml:1:10: cluster: expected keys with values, found 'here'
          x.yaml:2:11: registry: expected keys with values, found a list
          x.yaml:3:15: base.image: expected an image by digest, host/repository@sha256:<64 hexadecimal digits>, found 'registry.example.com/base:12'
          x.yaml:4:9: brands: expected a list, found 'acme'
          x.yaml:5:37: services.sites.autoscale.min: the minimum (5) is above the maximum (2)
          x.yaml:5:59: services.sites.replicas stands beside autoscale, which decides the number itself; remove one of them
          x.yaml:5:90: services.object-storage.replicas: object-storage runs as one pod; remove this
          x.yaml:5:119: services.redis-cache.autoscale: redis-cache keeps data in every pod, so their number is fixed; use replicas
          x.yaml:5:162: services.redis-queue.replicas: of 2 members those that are left are not most of them, so nobody could take over; use 1, or 3 and more
          x.yaml:5:190: services.storefront.autoscale: expected keys with values, found 'on'
          x.yaml:6:16: ingress.tls: expected true or false, found the text 'true'
          x.yaml:6:30: ingress.port: expected a port from 1 to 65535, found the text '80'
          x.yaml:6:43: ingress.class: expected a DNS name (labels of lower-case letters, digits and dashes, at most 253 in all), found '3.4.5.6'
          x.yaml:7:21: features.metrics: expected true or false, found '1'
          x.yaml:7:33: features.tracing: expected an http or https address, found 'ftp://x'
          x.yaml:8:24: gates.test.suites: expected a list, found 'unit'
          x.yaml:8:51: gates.rollout.deadline: expected a time from 1s to 24h such as 90s, 10m or 1h30m, found '10 minutes'
          x.yaml:8:78: gates.rollout.stallDeadline: expected a time from 1s to 24h such as 90s, 10m or 1h30m, found '0s'
          x.yaml:8:101: gates.rollout.rollbackOnFailure: expected true or false, found nothing
        """);

    [Fact]
    public void Names_that_no_dns_has_are_refused() => Expect("""
        registry: {host: "registry.example.com:99999"}
        base:
        brands: 
          - acme
          - {name: b, hosts: [1.2.3.4, "*.example.com", UPPER.example.com, a..b], theme: blue}
        """, """
        x.yaml has 7 problems:
          x.yaml:1:18: registry.host: expected a host with optional port, such as registry.example.com:5000, found the text 'registry.example.com:99999'
          x.yaml:2:6: base: expected 'bootstrap' or an image by digest under base.image, found nothing
          x.yaml:4:5: brands[0]: expected keys with values, found 'acme'
          x.yaml:5:23: brands[1].hosts[0]: expected a DNS name (labels of lower-case letters, digits and dashes, at most 253 in all), found '1.2.3.4'
          x.yaml:5:32: brands[1].hosts[1]: expected a DNS name (labels of lower-case letters, digits and dashes, at most 253 in all), found the text '*.example.com'
          x.yaml:5:49: brands[1].hosts[2]: expected a DNS name (labels of lower-case letters, digits and dashes, at most 253 in all), found 'UPPER.example.com'
          x.yaml:5:68: brands[1].hosts[3]: expected a DNS name (labels of lower-case letters, digits and dashes, at most 253 in all), found 'a..b'
        """);

    [Fact]
    public void Ports_and_networks_of_the_sandbox_must_not_collide_with_its_defaults() => Expect("""
        cluster: {sandbox: {podCidr: 10.0.0.0/8, apiPort: 5055}}
        base: bootstrap
        brands: []
        """, """
        x.yaml has 3 problems:
          x.yaml:1:30: cluster.sandbox.podCidr: the networks of pods (10.0.0.0/8) and services (10.97.0.0/16) overlap
          x.yaml:1:51: cluster.sandbox.apiPort: port 5055 is used by apiPort and registryPort; give each its own
          x.yaml:3:9: brands: expected at least one brand, found an empty list
        """);

    [Fact]
    public void The_sandbox_decides_the_port_of_the_ingress_and_has_no_tls() => Expect($$"""
        {{Smallest}}
        ingress: {port: 80, tls: true}
        """, """
        x.yaml has 2 problems:
          x.yaml:4:17: ingress.port: 80 is not the sandbox's ingressPort (8080); remove this, it follows the sandbox
          x.yaml:4:26: ingress.tls: the sandbox serves without TLS; remove this
        """);

    [Fact]
    public void A_rule_of_the_firewall_is_excluded_for_a_brand_and_with_a_reason_alone() => Expect($$"""
        {{Smallest}}
        waf:
          mode: blocking
          exclusions:
            - {brand: b, rule: 942100, path: /learn, at: "ARGS:query", reason: A course of SQL tries queries}
            - {brand: b, rule: 942100}
            - {brand: a, rule: 949110, path: learn, at: everything, reason: no}
        """, """
        x.yaml has 6 problems:
          x.yaml:8:7: waf.exclusions[1].reason is missing: expected a sentence of ten characters or more that says why
          x.yaml:9:15: waf.exclusions[2].brand: expected one of b, found 'a'; did you mean 'b'?
          x.yaml:9:24: waf.exclusions[2].rule: expected the number of a rule of the Core Rule Set, from 911000 to 944999, found '949110'
          x.yaml:9:38: waf.exclusions[2].path: expected a path such as /api/sites, of letters, digits and . _ ~ / -, found 'learn'
          x.yaml:9:49: waf.exclusions[2].at: expected a field as the log has it, such as ARGS:note or FILES, found 'everything'
          x.yaml:9:69: waf.exclusions[2].reason: expected a sentence of ten characters or more that says why, found 'no'
        """);

    [Fact]
    public void What_is_said_of_a_firewall_that_is_off_is_refused() => Expect($$"""
        {{Smallest}}
        services:
          waf: {replicas: 2}
        waf:
          exclusions:
            - {brand: b, rule: 942100, reason: A course of SQL tries queries}
        """, """
        x.yaml has 2 problems:
          x.yaml:5:8: services.waf is the size of the web application firewall, but waf.mode is off: set it to detection or blocking, or remove this
          x.yaml:8:5: waf.exclusions are for the web application firewall, but waf.mode is off: set it to detection or blocking, or remove this
        """);

    [Fact]
    public void Members_that_are_to_be_kept_apart_are_two_or_more() => Expect("""
        registry: {host: registry.example.com}
        base: bootstrap
        brands: [{name: acme, hosts: [acme.example], theme: blue}]
        database: {spread: zone}
        """, """
        x.yaml has 1 problem:
          x.yaml:4:20: database.spread: one pod has no other to be kept apart from; set replicas of one of postgres, redis-cache, redis-queue in services, or remove this
        """);

    [Theory]
    [InlineData("registry: {host: registry.example.com}", "database: {backups: {enabled: false, schedule: 0 3 * * *}}", "4:48: database.backups.schedule: there are no back-ups here; set database.backups.enabled to true, or remove this")]
    [InlineData("cluster: {sandbox: {name: x}}", "database: {backups: {keep: 3}}", "4:28: database.backups.keep: there are no back-ups here; set database.backups.enabled to true, or remove this")]
    [InlineData("registry: {host: registry.example.com}", "database: {backups: {schedule: 99 99 99 99 99}}", "4:32: database.backups.schedule: expected five fields of cron such as 0 2 * * * (every night at two, UTC), found '99 99 99 99 99'")]
    [InlineData("cluster: {sandbox: {name: x}}", "database: {spread: host}", "4:20: database.spread: the sandbox is one host in one zone; remove this")]
    [InlineData("cluster: {sandbox: {name: x}}", "database: {spread: zone}", "4:20: database.spread: the sandbox is one host in one zone; remove this")]
    [InlineData("registry: {host: registry.example.com}", "secrets: {path: a/b}", "4:17: secrets.path: has no meaning with backend generated; remove it, or set secrets.backend to vault or external-secrets")]
    [InlineData("registry: {host: registry.example.com}", "secrets: {mount: kv}", "4:18: secrets.mount: has no meaning with backend generated; remove it, or set secrets.backend to vault")]
    [InlineData("registry: {host: registry.example.com}", "secrets: {store: other}", "4:18: secrets.store: has no meaning with backend generated; remove it, or set secrets.backend to external-secrets")]
    [InlineData("registry: {host: registry.example.com}", "secrets: {vaultNamespace: safe}", "4:27: secrets.vaultNamespace: has no meaning with backend generated; remove it, or set secrets.backend to vault")]
    [InlineData("registry: {host: registry.example.com}", "secrets: {backend: vault, vaultNamespace: safe}", "4:43: secrets.vaultNamespace: Vault comes to PostgreSQL from there where it makes logins, and secrets.database is static; set that to dynamic, or remove this")]
    [InlineData("cluster: {sandbox: {name: x}}", "secrets: {backend: vault}", "4:20: secrets.backend: the sandbox has no operator that would bring secrets of vault; remove this, they are made there")]
    [InlineData("cluster: {sandbox: {name: x}}", "secrets: {backend: external-secrets}", "4:20: secrets.backend: the sandbox has no operator that would bring secrets of external-secrets; remove this, they are made there")]
    [InlineData("registry: {host: registry.example.com}", "secrets: {backend: vault, database: dynamic, vaultNamespace: database}", "4:62: secrets.vaultNamespace: expected a namespace that is not ours (a DNS label, but none of backend, database, frontend), found 'database'")]
    [InlineData("registry: {host: registry.example.com}", "ingress: {namespace: backend}", "4:22: ingress.namespace: expected a namespace that is not ours (a DNS label, but none of backend, database, frontend), found 'backend'")]
    [InlineData("registry: {host: registry.example.com}", "features: {tracing: 'http://otel.backend.svc.cluster.local:4317'}", "4:21: features.tracing: in backend none but our services run, which take no traces; name a collector in another namespace, or outside")]
    public void What_would_say_nothing_where_it_stands_or_open_what_is_ours_is_refused(string first, string block, string problem) => Expect($$"""
        {{first}}
        base: bootstrap
        brands: [{name: acme, hosts: [acme.example], theme: blue}]
        {{block}}
        """, $"""
        x.yaml has 1 problem:
          x.yaml:{problem}
        """);

    [Fact]
    public void Members_of_Redis_are_kept_apart_beside_one_pod_of_PostgreSQL() => EnvironmentFiles.Parse("x.yaml", "x", """
        registry: {host: registry.example.com}
        base: bootstrap
        brands: [{name: acme, hosts: [acme.example], theme: blue}]
        services: {redis-queue: {replicas: 3}}
        database: {spread: zone}
        """).Database.Spread.ShouldBe(MemberSpread.Zone);

    [Theory]
    [InlineData("pgbouncer: {replicas: 15}", "4:35: services.pgbouncer.replicas: 15 are too many, as more than 14 find no room among the connections of PostgreSQL; use 14 at most")]
    [InlineData("pgbouncer: {autoscale: {min: 2, max: 40}}", "4:50: services.pgbouncer.autoscale.max: 40 are too many, as more than 14 find no room among the connections of PostgreSQL; use 14 at most")]
    [InlineData("pgbouncer: {autoscale: {min: 2, max: many}}", "4:50: services.pgbouncer.autoscale.max: expected a whole number from 1 to 1000, found 'many'")]
    [InlineData("postgres: {replicas: 10}", "4:34: services.postgres.replicas: 10 are too many, as more than 9 cannot all follow one primary, which sends its changes to ten at once; use 9 at most")]
    public void More_pods_than_what_they_share_has_room_for_are_refused(string services, string problem) => Expect($$"""
        {{Smallest}}
        services: { {{services}} }
        """, $"""
        x.yaml has 1 problem:
          x.yaml:{problem}
        """);

    [Fact]
    public void A_second_document_is_refused() => Expect("""
        base: bootstrap
        brands: [{name: b, hosts: [b.example.com], theme: blue}]
        ---
        base: bootstrap
        """, """
        x.yaml has 1 problem:
          x.yaml:4:1: expected one document, found a second one
        """);

    [Fact]
    public void A_file_whose_name_is_no_release_name_is_refused() =>
        Should.Throw<EnvironmentFileException>(() => EnvironmentFiles.Parse("My_Env.yaml", "My_Env", Smallest)).Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("My_Env.yaml:1:1: My_Env: expected a file name that is a DNS label (lower-case letters, digits and dashes, at most 63), found 'My_Env.yaml'");

    private const string Smallest = """
        cluster: {sandbox: {}}
        base: bootstrap
        brands: [{name: b, hosts: [b.example.com], theme: blue}]
        """;

    /// <summary>Compares line by line, which a failing test shows better.</summary>
    private static void Expect(string text, string message) =>
        Should.Throw<EnvironmentFileException>(() => EnvironmentFiles.Parse("x.yaml", "x", text)).Message.Split('\n').ShouldBe(message.Split('\n'));
}
