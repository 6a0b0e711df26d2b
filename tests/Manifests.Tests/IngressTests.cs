using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Delivery.Platform.Policy;
using SiteBuilder.Manifests.Services;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Tests;

/// <summary>What the route table says beside the way, in the annotations of NGINX Ingress Controller.</summary>
public class IngressTests
{
    /// <summary>All that it knows and takes no configuration as text.</summary>
    private static readonly string[] s_known =
    [
        "client-max-body-size", "hsts", "hsts-include-subdomains", "hsts-max-age", "lb-method", "limit-req-burst", "limit-req-key", "limit-req-no-delay", "limit-req-rate", "limit-req-reject-code",
        "limit-req-zone-size", "mergeable-ingress-type", "proxy-connect-timeout", "proxy-read-timeout", "proxy-send-timeout", "proxy-set-headers", "server-tokens", "ssl-services",
    ];

    /// <summary>Those that it refuses in a minion.</summary>
    private static readonly string[] s_ofServer = ["hsts", "hsts-include-subdomains", "hsts-max-age", "server-tokens"];

    private static DeliveryEnvironment WithoutHop => Platform.Load("staging") with { Waf = new WafSettings { Mode = WafMode.Off } };

    public static TheoryData<string> Environments => Platform.Environments;

    [Theory, MemberData(nameof(Environments))]
    public void No_annotation_takes_configuration_as_text(string environment) => Annotations([.. Platform.Render(environment), .. Platform.Render(WithoutHop)])
        .Select(one => one.Name).Distinct().ShouldBeSubsetOf(s_known.Select(name => $"nginx.org/{name}"));

    [Fact]
    public void To_the_hop_passes_what_any_route_takes_for_as_long_as_any_is_waited_for()
    {
        var ingress = Platform.Render("production").OfKind("Ingress").ShouldHaveSingleItem();

        ingress.Mark("annotations", "nginx.org/client-max-body-size").ShouldBe($"{ContentTable.LargestFile}");
        ingress.Mark("annotations", "nginx.org/proxy-read-timeout").ShouldBe("50s");
        ingress.Mark("annotations", "nginx.org/hsts-max-age").ShouldBe("31536000");
        ingress.Mark("annotations", "nginx.org/limit-req-rate").ShouldBeNull("the hop counts, by route");
        ingress.Mark("annotations", "nginx.org/proxy-set-headers").ShouldBe(string.Join(',', RouteTable.NotBelieved.Select(header => $"{header}:")));
    }

    [Fact]
    public void Without_the_hop_each_service_has_what_its_routes_say()
    {
        var objects = Platform.Render("local");

        string Of(string service, string name) => objects.The("Ingress", service).Mark("annotations", $"nginx.org/{name}")!;
        Of("gateway", "client-max-body-size").ShouldBe($"{ContentTable.LargestFile}");
        Of("media", "client-max-body-size").ShouldBe($"{ContentTable.LargestText}");
        Of("object-storage", "client-max-body-size").ShouldBe($"{RouteTable.Storage.Policy.LargestBody}");
        Of("gateway", "proxy-read-timeout").ShouldBe("35s");
        Of("storefront", "proxy-read-timeout").ShouldBe("45s");
        Of("gateway", "limit-req-rate").ShouldBe("100r/s");
        Of("gateway", "limit-req-burst").ShouldBe("299");
        Of("gateway", "proxy-set-headers").ShouldEndWith(",Cookie:");
        Of("storefront", "proxy-set-headers").ShouldNotContain("Cookie");
        objects.The("Ingress", "object-storage").Mark("annotations", "nginx.org/limit-req-rate").ShouldBeNull();
        Of("object-storage", "ssl-services").ShouldBe("object-storage");
        objects.The("Ingress", "media").Mark("annotations", "nginx.org/ssl-services").ShouldBeNull();
    }

    [Fact]
    public void The_hop_calls_object_storage_over_TLS_and_insists_on_its_name_and_the_authority()
    {
        var production = Platform.Load("production");
        var environment = production with { ObjectStorage = production.ObjectStorage with { Host = "files.acme.example" } };
        var objects = Platform.Render(environment);
        var site = WafSite.Of(environment);

        var location = site[site.IndexOf("server_name files.acme.example;", StringComparison.Ordinal)..];
        foreach (var line in (string[])
            ["set $service https://object-storage.database.svc.cluster.local:9000", "proxy_ssl_verify on", "proxy_ssl_name object-storage.database.svc.cluster.local", "proxy_ssl_trusted_certificate /etc/trust/ca.crt"])
        {
            location.ShouldContain($"        {line};\n");
        }

        Regex.Count(site, "proxy_ssl_verify").ShouldBe(1);
        objects.The("Deployment", "waf").PodTemplate()!.Items("spec.containers.0.volumeMounts").ShouldContain(mount => mount.Text("mountPath") == "/etc/trust");
        CrossReferences.Checks.SelectMany(check => check.Value(objects)).ShouldBeEmpty();
    }

    [Fact]
    public void A_host_that_several_services_share_has_one_master_for_nginx_and_a_minion_for_each()
    {
        var objects = Platform.Render(WithoutHop);

        objects.OfKind("Ingress").Select(item => $"{item.Id()} {item.Mark("annotations", "nginx.org/mergeable-ingress-type")}").ShouldBe(
        [
            "Ingress backend/gateway.acme.staging.example.com minion",
            "Ingress backend/gateway.globex.staging.example.com minion",
            "Ingress backend/media.acme.staging.example.com minion",
            "Ingress backend/media.globex.staging.example.com minion",
            "Ingress frontend/host.acme.staging.example.com master",
            "Ingress frontend/host.globex.staging.example.com master",
            "Ingress frontend/storefront.acme.staging.example.com minion",
            "Ingress frontend/storefront.globex.staging.example.com minion",
        ]);
        foreach (var item in objects.OfKind("Ingress"))
        {
            var isMaster = item.Mark("annotations", "nginx.org/mergeable-ingress-type") == "master";
            item.Items("spec.rules").ShouldHaveSingleItem();
            item.Items("spec.rules.0.http.paths").Any().ShouldBe(!isMaster, "a master has no paths");
            (item.At("spec.tls") is not null).ShouldBe(isMaster, "a minion ends no TLS");
            Annotations([item]).Select(one => one.Name["nginx.org/".Length..]).Intersect(s_ofServer).Any().ShouldBe(isMaster);
        }

        ManifestReferences.Check(objects).Select(violation => violation.ToString()).ShouldBeEmpty();
        CrossReferences.Checks.SelectMany(check => check.Value(objects)).ShouldBeEmpty();
    }

    [Fact]
    public void The_gateway_gets_the_routes_behind_it_with_their_limits()
    {
        var objects = Platform.Render("production");
        var map = objects.OfKind("ConfigMap").Single(item => item.Name().StartsWith("gateway-routes-", StringComparison.Ordinal));
        var routes = JsonNode.Parse(map["data"]!["routes.json"]!.ToString())!.AsArray();

        routes.Select(route => string.Create(CultureInfo.InvariantCulture, $"{route!["path"]} {route["address"]} {route["largestBody"]} {route["timeoutSeconds"]} {route["rate"]?.ToJsonString()} {route["cookies"]}").TrimEnd()).ShouldBe(
        [
            "/api http://sites.backend.svc.cluster.local 262144 30  false",
            "/api/auth http://auth.backend.svc.cluster.local 262144 30  false",
            """/api/auth/login http://auth.backend.svc.cluster.local 262144 30 {"requests":10,"perMinute":true,"atOnce":10} false""",
            """/api/auth/register http://auth.backend.svc.cluster.local 262144 30 {"requests":10,"perMinute":true,"atOnce":10} false""",
            "/api/media http://media.backend.svc.cluster.local 11534336 30  false",
        ]);
        objects.The("Deployment", "gateway").PodTemplate()!.Items("spec.volumes").ShouldContain(volume => volume.Text("configMap.name") == map.Name());
    }

    [Fact]
    public void What_must_answer_after_a_roll_out_is_asked_of_every_brand() =>
        RouteTable.Checks(Platform.Load("local")).Select(check => $"{check.Address} {check.Text}").ShouldBe(
        [
            "http://acme.localhost:8080/api/auth/.well-known/openid-configuration jwks_uri", "http://acme.localhost:8080/ Acme",
            "http://globex.localhost:8080/api/auth/.well-known/openid-configuration jwks_uri", "http://globex.localhost:8080/ Globex",
        ]);

    private static IEnumerable<(string Name, string Value)> Annotations(IEnumerable<JsonObject> objects) =>
        objects.OfKind("Ingress").SelectMany(item => (item["metadata"]!["annotations"] as JsonObject ?? []).Select(one => (one.Key, one.Value!.ToString())));
}
