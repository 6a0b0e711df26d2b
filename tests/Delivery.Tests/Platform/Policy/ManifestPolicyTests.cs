using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Platform.Policy;

namespace SiteBuilder.Delivery.Tests.Platform.Policy;

public class ManifestPolicyTests
{
    private const string Container = "containers/0/";

    /// <summary>Rule, what is broken, what is found.</summary>
    public static TheoryData<string, string, string?, string> Breaches => new()
    {
        { "no-host-namespaces", "hostNetwork", "true", "hostNetwork: true" },
        { "no-host-namespaces", "hostPID", "true", "hostPID: true" },
        { "no-host-namespaces", "hostIPC", "true", "hostIPC: true" },
        { "no-host-path", "volumes", """[{"name": "docker", "hostPath": {"path": "/var/run"}}]""", "volume docker with path /var/run" },
        { "no-image-volume", "volumes", """[{"name": "tools", "image": {"reference": "docker.io/library/busybox:1"}}]""", "volume tools of image docker.io/library/busybox:1" },
        { "no-service-account-token", "automountServiceAccountToken", null, "automountServiceAccountToken: not set (which means true)" },
        { "no-service-account-token", "automountServiceAccountToken", "true", "automountServiceAccountToken: true" },
        { "run-as-non-root", "securityContext/runAsNonRoot", null, "runAsNonRoot: not set, runAsUser: 1654" },
        { "run-as-non-root", "securityContext/runAsUser", "0", "runAsNonRoot: true, runAsUser: 0" },
        { "run-as-non-root", "securityContext/runAsUser", null, "runAsNonRoot: true, runAsUser: not set" },
        { "run-as-non-root", Container + "securityContext/runAsUser", "0", "runAsNonRoot: true, runAsUser: 0" },
        { "no-privilege", Container + "securityContext/privileged", "true", "privileged: true" },
        { "no-privilege-escalation", Container + "securityContext/allowPrivilegeEscalation", null, "allowPrivilegeEscalation: not set" },
        { "no-privilege-escalation", Container + "securityContext/allowPrivilegeEscalation", "true", "allowPrivilegeEscalation: true" },
        { "read-only-root", Container + "securityContext/readOnlyRootFilesystem", "false", "readOnlyRootFilesystem: false" },
        { "drop-capabilities", Container + "securityContext/capabilities", null, "drop: [], add: []" },
        { "drop-capabilities", Container + "securityContext/capabilities", """{"drop": ["ALL"], "add": ["SYS_ADMIN"]}""", "drop: [ALL], add: [SYS_ADMIN]" },
        { "seccomp", "securityContext/seccompProfile", null, "seccompProfile.type: not set" },
        { "seccomp", Container + "securityContext/seccompProfile", """{"type": "Unconfined"}""", "seccompProfile.type: Unconfined" },
        { "no-host-port", Container + "ports", """[{"containerPort": 80, "hostPort": 80}]""", "hostPort: 80" },
        { "resources", Container + "resources/limits", """{"cpu": "1"}""", "no limits.memory" },
        { "resources", Container + "resources", null, "no requests.cpu, requests.memory, limits.cpu, limits.memory" },
        { "probes", Container + "livenessProbe", null, "no livenessProbe" },
        { "probes", Container + "readinessProbe", "{}", "no readinessProbe" },
        { "image-by-digest", Container + "image", "\"registry.example.com/web:1.4\"", "registry.example.com/web:1.4" },
        { "image-by-digest", Container + "image", "\"web:1@sha256:abc\"", "web:1@sha256:abc" },
        { "image-not-latest", Container + "image", $"\"localhost:5055/web:latest@sha256:{new string('a', 64)}\"", $"localhost:5055/web:latest@sha256:{new string('a', 64)}" },
    };

    [Fact]
    public void An_object_that_keeps_the_rules_has_no_violation() => ManifestPolicy.Check([SampleDeployment.Create()]).ShouldBeEmpty();

    [Theory, MemberData(nameof(Breaches))]
    public void A_breach_is_reported_under_its_rule_alone(string rule, string path, string? json, string found)
    {
        var violation = ManifestPolicy.Check([SampleDeployment.With(path, json)]).ShouldHaveSingleItem();

        violation.Rule.ShouldBe(rule);
        violation.Found.ShouldBe(found);
        violation.Object.ShouldBe("Deployment frontend/web");
        violation.Expected.ShouldNotBeNullOrWhiteSpace();
        violation.Remedy.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Every_rule_has_a_test_that_breaks_it() =>
        Breaches.Select(row => row.Data.Item1).Distinct().Order().ShouldBe(ManifestPolicy.Rules.Order());

    [Fact]
    public void A_violation_reads_as_one_sentence() =>
        ManifestPolicy.Check([SampleDeployment.With("containers/0/securityContext/readOnlyRootFilesystem", null)])
            .Single()
            .ToString()
            .ShouldBe("Deployment frontend/web container app: read-only-root: found readOnlyRootFilesystem: not set, expected readOnlyRootFilesystem: true; "
                + "set it in the container's securityContext and mount an emptyDir where it writes");

    [Fact]
    public void An_image_without_tag_and_digest_breaks_both_image_rules() =>
        ManifestPolicy.Check([SampleDeployment.With("containers/0/image", "\"localhost:5055/web\"")])
            .Select(violation => $"{violation.Rule}: {violation.Found}")
            .ShouldBe(["image-by-digest: localhost:5055/web", "image-not-latest: localhost:5055/web (no tag means latest)"]);

    [Fact]
    public void A_token_with_a_reason_is_allowed()
    {
        var deployment = SampleDeployment.With("automountServiceAccountToken", "true");
        deployment["spec"]!["template"]!["metadata"]!["annotations"]![ManifestPolicy.TokenReason] = "elects its leader with a Lease";

        ManifestPolicy.Check([deployment]).ShouldBeEmpty();
    }

    [Fact]
    public void A_job_needs_no_probes_but_keeps_all_other_rules()
    {
        var job = SampleDeployment.With("containers/0/livenessProbe", null);
        job["kind"] = "Job";
        ManifestPolicy.Check([job]).ShouldBeEmpty();

        job["spec"]!["template"]!["spec"]!["hostNetwork"] = true;
        ManifestPolicy.Check([job]).Select(violation => violation.ToString())
            .ShouldBe(["Job frontend/web: no-host-namespaces: found hostNetwork: true, expected hostNetwork, hostPID and hostIPC not set; remove them from the pod"]);
    }

    [Theory]
    [InlineData("Pod")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    [InlineData("ReplicaSet")]
    [InlineData("CronJob")]
    public void Pods_are_found_in_every_kind_that_has_them(string kind)
    {
        var template = SampleDeployment.With("hostPID", "true")["spec"]!["template"]!.DeepClone();
        var item = kind switch
        {
            "Pod" => template.AsObject(),
            "CronJob" => new JsonObject { ["spec"] = new JsonObject { ["jobTemplate"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = template } } } },
            _ => new JsonObject { ["spec"] = new JsonObject { ["template"] = template } },
        };
        item["kind"] = kind;
        item["metadata"] = new JsonObject { ["name"] = "x", ["namespace"] = "y" };

        ManifestPolicy.Check([item]).ShouldHaveSingleItem().Object.ShouldBe($"{kind} y/x");
    }

    [Fact]
    public void Init_containers_are_checked_but_need_no_probes()
    {
        var init = SampleDeployment.Create()["spec"]!["template"]!["spec"]!["containers"]![0]!.DeepClone().AsObject();
        init["name"] = "prepare";
        init.Remove("livenessProbe");
        init["image"] = "debian:12";
        var deployment = SampleDeployment.With("initContainers", new JsonArray(init).ToJsonString());

        ManifestPolicy.Check([deployment]).Select(violation => $"{violation.Container} {violation.Rule}").ShouldBe(["prepare image-by-digest"]);
    }

    [Fact]
    public void Objects_without_pods_pass() =>
        ManifestPolicy.Check([new JsonObject { ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "x" } }]).ShouldBeEmpty();

    [Fact]
    public void A_workload_whose_pod_is_missing_or_misshaped_does_not_break_the_check() =>
        ManifestPolicy.Check([new JsonObject { ["kind"] = "Deployment", ["spec"] = new JsonArray() }])
            .Select(violation => violation.Rule).ShouldBe(["no-service-account-token"]);
}
